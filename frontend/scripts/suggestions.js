// Suggestions under a search field: options come from the server, keys and ARIA from combobox-nav.
import Combobox from "@github/combobox-nav";

function open(input) {
  const list = document.getElementById(input.dataset.combobox);
  if (!list) return;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const keys = new Combobox(input, list, { tabInsertsSuggestions: false });
  const close = () => {
    list.hidden = true;
    keys.stop();
  };
  input.addEventListener("htmx:after:swap", () => {
    if (!list.querySelector("[role=option]")) return close();
    list.hidden = false;
    keys.start();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => event.key === "Escape" && close());
  list.addEventListener("combobox-commit", ({ target }) => {
    input.value = target.dataset.value;
    close();
    input.form.requestSubmit();
  });
}

export function openSuggestions() {
  document.querySelectorAll("input[data-combobox]").forEach(open);
}
