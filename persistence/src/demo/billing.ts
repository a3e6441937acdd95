import type { Billing } from "@tureen/shared/bill/endpoints";

/** How the demo restaurant makes its bills: as in Germany, food at 7 % and drinks at 19 %. */
export const DEMO_BILLING: Billing = {
  terms: {
    prices: "inclusive",
    categories: {
      food: { name: "Food", rates: { "dine-in": 700, takeaway: 700 } },
      drinks: { name: "Drinks", rates: { "dine-in": 1900, takeaway: 1900 } },
    },
    category: "food",
    service: null,
    tips: [500, 1000, 1500],
    cashStep: 1,
    online: true,
    tab: { hold: 5000, step: 2000 },
  },
  receipt: {
    header: "The Copper Tureen\nKesselgasse 7\n50667 Köln",
    taxNumber: "DE 000 000 000",
  },
};
