import type { DayRule } from "@tureen/shared/platform/business-day";
import { createSignal } from "solid-js";

/**
 * Where the restaurant's days lie, by whose clock all times of its sessions are written; this
 * device's own until somebody is signed in, and where the server does not say.
 */
export const [restaurantDays, setRestaurantDays] = createSignal<DayRule>();
