/** A diner's id within a key: "d1" to "d999". */
export const DINER = "d(?:[1-9][0-9]{0,2})";
