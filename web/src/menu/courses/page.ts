/** The courses of a meal are a part of the staff's pages that only managers load. */
import { courseMessages } from "./messages/messages.ts";

export { CoursesPage } from "./CoursesPage.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () => courseMessages.prepare();
