/** A small menu in each foreign format, made from its public documentation. */

export const SQUARE = JSON.stringify({
  objects: [
    { type: "CATEGORY", id: "C1", version: 1, category_data: { name: "Coffee" } },
    {
      ...{ type: "ITEM", id: "I1", present_at_all_locations: true },
      item_data: {
        ...{ name: "Latte &amp; more", description_html: "<p>With <b>milk</b></p>" },
        ...{ categories: [{ id: "C1", ordinal: 0 }], image_ids: ["P1"], product_type: "REGULAR" },
        variations: [
          variationOf("V1", "Small", 300, 0),
          variationOf("V2", "Large", 400, 1),
          {
            type: "ITEM_VARIATION",
            id: "V3",
            item_variation_data: { name: "Any", pricing_type: "VARIABLE_PRICING" },
          },
        ],
        modifier_list_info: [
          {
            modifier_list_id: "M1",
            min_selected_modifiers: -1,
            max_selected_modifiers: -1,
            enabled: true,
          },
        ],
      },
    },
    {
      ...{ type: "ITEM", id: "I2" },
      item_data: {
        name: "Water",
        category_id: "C1",
        variations: [variationOf("V4", "Regular", 150, 0)],
      },
    },
    { type: "ITEM", id: "I3", item_data: { name: "Old", is_archived: true } },
    {
      ...{ type: "MODIFIER_LIST", id: "M1" },
      modifier_list_data: {
        ...{
          name: "Milk",
          selection_type: "MULTIPLE",
          min_selected_modifiers: 1,
          max_selected_modifiers: 2,
        },
        modifiers: [
          modifierOf("m1", "Oat", 50),
          modifierOf("m2", "Cow", 0),
          modifierOf("m3", "Soy", 50),
        ],
      },
    },
  ],
});

function variationOf(id: string, name: string, amount: number, ordinal: number) {
  const price_money = { amount, currency: "USD" };
  return {
    ...{ type: "ITEM_VARIATION", id },
    item_variation_data: { name, ordinal, pricing_type: "FIXED_PRICING", price_money },
  };
}

function modifierOf(id: string, name: string, amount: number) {
  return {
    type: "MODIFIER",
    id,
    modifier_data: { name, price_money: { amount, currency: "USD" } },
  };
}

export const SQUARE_CSV = [
  "Token,Item Name,Variation Name,SKU,Description,Category,Price,Modifier Set - Milk,Tax - VAT (10%)",
  "T1,Latte,Small,,With milk,Coffee,3.00,Y,Y",
  "T2,Latte,Large,,With milk,Coffee,4.00,Y,Y",
  "T3,Water,Regular,,,Coffee,1.50,N,Y",
  "T4,Tasting,Regular,,,Events,variable,N,Y",
].join("\n");

const words = (en_us: string, de_de?: string) => ({
  translations: { en_us, ...(de_de !== undefined && { de_de }) },
});
const item = (id: string, title: ReturnType<typeof words>, price: number, more: object = {}) => ({
  ...{ id, title, price_info: { price, overrides: [] }, external_data: id },
  ...more,
});
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];

export const UBER_EATS = JSON.stringify({
  menus: [
    {
      ...{ id: "lunch", title: words("Lunch"), category_ids: ["mains"] },
      service_availability: WEEKDAYS.map((day_of_week) => ({
        day_of_week,
        time_periods: [{ start_time: "11:00", end_time: "14:30" }],
      })),
    },
  ],
  categories: [
    {
      id: "mains",
      title: words("Mains", "Hauptgerichte"),
      entities: [{ id: "burger", type: "ITEM" }],
    },
  ],
  items: [
    item("burger", words("Burger"), 799, {
      description: words("Juicy", "Saftig"),
      image_url: "https://example.com/burger.jpg",
      tax_info: { tax_rate: 8 },
      modifier_group_ids: { ids: ["extras"], overrides: [] },
    }),
    item("bacon", words("Bacon", "Speck"), 150, {
      price_info: {
        price: 150,
        overrides: [{ context_type: "MODIFIER_GROUP", context_value: "extras", price: 100 }],
      },
    }),
    item("cheese", words("Cheese"), 50),
  ],
  modifier_groups: [
    {
      ...{ id: "extras", title: words("Extras") },
      quantity_info: { quantity: { min_permitted: 0, max_permitted: 2 } },
      modifier_options: [
        { id: "bacon", type: "ITEM" },
        { id: "cheese", type: "ITEM" },
      ],
    },
  ],
});

export const TOAST = JSON.stringify({
  ...{ restaurantGuid: "r-1", lastUpdated: "2026-01-01T00:00:00.000+0000" },
  restaurantTimeZone: "America/New_York",
  menus: [
    {
      ...{ name: "Food", guid: "menu-1", availability: { alwaysAvailable: true } },
      menuGroups: [
        {
          ...{ name: "Pizza", guid: "group-1", description: "" },
          menuItems: [
            {
              ...{ name: "Cheese Pizza", guid: "item-1", description: "Classic", price: null },
              ...{
                pricingStrategy: "SIZE_PRICE",
                pricingRules: { sizeSpecificPricingGuid: "mg-1" },
              },
              modifierGroupReferences: [1, 2],
            },
            {
              ...{ name: "Open pizza", guid: "item-2", price: null, pricingStrategy: "OPEN_PRICE" },
              modifierGroupReferences: [],
            },
          ],
          menuGroups: [
            {
              ...{ name: "Kids", guid: "group-2" },
              menuItems: [
                {
                  name: "Mini",
                  guid: "item-3",
                  price: 5.5,
                  pricingStrategy: "BASE_PRICE",
                  image: "https://example.com/i.png",
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  modifierGroupReferences: {
    "1": {
      ...{ name: "Size", guid: "mg-1", referenceId: 1, minSelections: 1, maxSelections: 1 },
      ...{ pricingStrategy: "SIZE_PRICE", modifierOptionReferences: [10, 11] },
    },
    "2": {
      ...{ name: "Toppings", guid: "mg-2", referenceId: 2, minSelections: 0, maxSelections: null },
      ...{ pricingStrategy: "NONE", isMultiSelect: true, modifierOptionReferences: [12, 13] },
    },
  },
  modifierOptionReferences: {
    "10": { name: "Small", guid: "mo-10", referenceId: 10, price: 8 },
    "11": { name: "Large", guid: "mo-11", referenceId: 11, price: 12.5 },
    "12": { name: "Olives", guid: "mo-12", referenceId: 12, price: 1 },
    "13": { name: "Basil", guid: "mo-13", referenceId: 13, price: null },
  },
});

export const SCHEMA_ORG = `<!doctype html><html><head>
<script type="application/ld+json">
${JSON.stringify({
  ...{ "@context": "https://schema.org", "@type": "Restaurant", name: "Chez Test" },
  hasMenu: {
    ...{ "@type": "Menu", name: "Carte", inLanguage: "fr" },
    hasMenuSection: {
      ...{ "@type": "MenuSection", name: "Plats" },
      hasMenuItem: [
        {
          ...{
            "@type": "MenuItem",
            name: "Soupe",
            suitableForDiet: "https://schema.org/VeganDiet",
          },
          offers: { "@type": "Offer", price: "6,50", priceCurrency: "EUR" },
        },
        {
          ...{ "@type": "MenuItem", name: "Vin", image: "https://example.com/vin.jpg" },
          offers: [
            { "@type": "Offer", name: "Verre", price: 5, priceCurrency: "EUR" },
            { "@type": "Offer", name: "Bouteille", price: 24, priceCurrency: "EUR" },
          ],
        },
        { "@type": "MenuItem", name: "Plat du jour" },
      ],
    },
  },
})}
</script></head><body></body></html>`;

export const FOOD_MENUS = JSON.stringify({
  name: "accounts/1/locations/2/foodMenus",
  menus: [
    {
      ...{ labels: [{ displayName: "Menu", languageCode: "en" }], cuisines: ["AMERICAN"] },
      sections: [
        {
          labels: [{ displayName: "Breakfast", languageCode: "en" }],
          items: [
            {
              labels: [
                { displayName: "Pancakes", description: "Three", languageCode: "en" },
                { displayName: "Panqueques", languageCode: "es" },
              ],
              attributes: {
                ...{
                  price: { currencyCode: "USD", units: "7", nanos: 250000000 },
                  spiciness: "MILD",
                },
                ...{ allergen: ["DAIRY", "EGG"], dietaryRestriction: ["VEGETARIAN"] },
              },
            },
            { labels: [{ displayName: "Toast", languageCode: "en" }], attributes: {} },
          ],
        },
      ],
    },
  ],
});
