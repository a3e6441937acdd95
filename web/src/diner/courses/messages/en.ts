/** Sentences about courses, for guests whose menu has some. */
export const messages = {
  whenToCome: "When should it come?",
  atOnce: "Right away",
  courseWaits: "{course}: waits until you are ready",
  courseComing: "{course}: on its way",
};
