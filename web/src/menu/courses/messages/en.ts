/** Sentences about the courses of a meal. */
export const messages = {
  title: "Courses of a meal",
  back: "Back",
  lead: "The first course is made when it is ordered. Each later one waits until a waiter or the pass fires it. A dish's or a section's sheet in the menu says which course it is of; what is of none, such as drinks, is made at once.",
  empty: "There are no courses: everything is made when it is ordered.",
  name: "Course {number}",
  translation: "Course {number} in {language}",
  language: "In another language",
  chooseLanguage: "Choose",
  add: "Add a course",
  removeLast: "Remove the last course",
  save: "Save",
  saved: "Saved. In force from the next order on.",
  nameless: "Every course needs a name.",
};
