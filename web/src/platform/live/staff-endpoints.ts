import { ENDPOINTS } from "virtual:staff-endpoints";
import { learnEndpoints } from "./endpoints.ts";

/** Lets a page of staff call what is theirs; guests' phones do not carry it. */
export function learnStaffEndpoints(): void {
  learnEndpoints(ENDPOINTS);
}
