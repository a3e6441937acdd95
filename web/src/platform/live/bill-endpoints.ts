import { ENDPOINTS } from "virtual:bill-endpoints";
import { learnEndpoints } from "./endpoints.ts";

/** Lets what a guest opens to pay, or to read a receipt, call what is the bill's. */
export function learnBillEndpoints(): void {
  learnEndpoints(ENDPOINTS);
}
