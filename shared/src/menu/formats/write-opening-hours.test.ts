import { expect, it } from "vitest";
import type { ClockSpan } from "../timing/rules.ts";
import { schemaOrgHours } from "./write-opening-hours.ts";

const span = (from: string, until: string): ClockSpan => ({ from, until });
const closed: ClockSpan[] = [];

it("hours for search engines are by calendar days", () => {
  const hours = {
    week: [
      ...[closed, closed, closed, closed, closed, closed],
      [span("17:00", "02:00"), span("02:30", "03:00"), span("12:00", "12:00")],
    ],
    exceptions: [
      { fromDate: "2026-12-24", untilDate: "2026-12-26", spans: closed },
      { fromDate: "2026-12-31", untilDate: "2026-12-31", spans: [span("01:00", "03:00")] },
    ],
    lastOrders: 30,
  };
  const type = { "@type": "OpeningHoursSpecification" };
  expect(schemaOrgHours(hours, 4)).toEqual([
    { ...type, dayOfWeek: "https://schema.org/Sunday", opens: "17:00", closes: "02:00" },
    // The night from Sunday to Monday.
    { ...type, dayOfWeek: "https://schema.org/Monday", opens: "02:30", closes: "03:00" },
    { ...type, dayOfWeek: "https://schema.org/Sunday", opens: "12:00", closes: "11:59" },
    {
      ...{ ...type, validFrom: "2026-12-24", validThrough: "2026-12-26" },
      ...{ opens: "00:00", closes: "00:00" },
    },
    {
      ...{ ...type, validFrom: "2027-01-01", validThrough: "2027-01-01" },
      ...{ opens: "01:00", closes: "03:00" },
    },
  ]);
});
