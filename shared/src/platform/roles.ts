/** The roles of staff, each including what the ones before it may do. */
export const STAFF_ROLES = ["kitchen", "waiter", "manager"] as const;

export type StaffRole = (typeof STAFF_ROLES)[number];

/** Whether a member of staff may do what needs a role: the one place that decides it. */
export function mayAct(has: StaffRole, needs: StaffRole): boolean {
  return rolesFrom(needs).includes(has);
}

/** The roles that may use what is for staff with at least this role. */
export function rolesFrom(least: StaffRole): readonly StaffRole[] {
  return STAFF_ROLES.slice(STAFF_ROLES.indexOf(least));
}
