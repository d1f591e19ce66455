// When a live check fails, say so; nothing typed is lost because the page is not swapped.
const CORRECTIONS = 422;

export function tellTrouble() {
  const banner = document.getElementById("trouble");
  const show = ({ detail }) => {
    if (detail?.ctx?.response?.status !== CORRECTIONS) banner.hidden = false;
  };
  document.addEventListener("htmx:response:error", show);
  document.addEventListener("htmx:error", show);
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    const status = detail?.ctx?.response?.status;
    if (status >= 400 && status !== CORRECTIONS) return;
    banner.hidden = true;
    if (detail.ctx.sourceEvent?.type === "submit") readFaults();
  });
  banner.querySelector("button").addEventListener("click", () => (banner.hidden = true));
}

// A summary of faults that arrives by a swap is read out as on a full page.
function readFaults() {
  const summary = document.querySelector(".govuk-error-summary");
  if (!summary || summary.dataset.told === summary.textContent) return;
  summary.dataset.told = summary.textContent;
  summary.tabIndex = -1;
  summary.focus();
}
