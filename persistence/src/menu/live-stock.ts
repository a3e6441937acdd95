/**
 * SQL for the portions that are left of a dish on a business day: what is counted by the day, and was
 * last counted on an earlier one, is all there again.
 */
export const STOCK_NOW = (today: string) =>
  `case when stock_per_day is not null and coalesce(stock_day < ${today}, true) then stock_per_day
   else stock end`;
