// Menus are <details>: here they close as people expect, and the row of pages shows where you are.
export function tameMenus() {
  const close = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("click", ({ target }) => close(target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  for (const here of document.querySelectorAll(".rail [aria-current]")) {
    const rail = here.closest(".rail");
    rail.scrollLeft = here.offsetLeft - rail.offsetLeft - 24;
  }
}
