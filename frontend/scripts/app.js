// Small glue only: everything works without it.
import { Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink, createAll } from "govuk-frontend";
import { watchDates } from "./dates.js";
import { watchDeadlines } from "./deadlines.js";
import { openSuggestions } from "./suggestions.js";
import { tameMenus } from "./menus.js";
import { warnBeforeTheEnd } from "./session.js";
import { tellTrouble } from "./trouble.js";
import { sendFiles } from "./uploads.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const behaviour of [Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink]) {
  createAll(behaviour);
}
tameMenus();
openSuggestions();
watchDates();
watchDeadlines();
warnBeforeTheEnd();
tellTrouble();
sendFiles();
