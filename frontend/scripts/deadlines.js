// Keeps "2 days 4 hours left" true while a page stays open. The server's clock rules.
const { lang } = document.documentElement;
const unit = (name) => new Intl.NumberFormat(lang, { style: "unit", unit: name, unitDisplay: "long" });
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]].map(([name, size]) => [unit(name), size]);

function inWords(seconds) {
  const parts = [];
  let rest = seconds;
  for (const [format, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count || parts.length) parts.push(count ? format.format(count) : "");
  }
  return parts.slice(0, 2).filter(Boolean).join(" ") || UNITS[2][0].format(1);
}

export function watchDeadlines() {
  const { serverNow, timeLeft, timeOver } = document.body.dataset;
  if (!serverNow) return;
  const offset = Date.parse(serverNow) - Date.now();
  const refresh = () => {
    for (const place of document.querySelectorAll("[data-deadline]")) {
      const seconds = Math.floor((Date.parse(place.dataset.deadline) - Date.now() - offset) / 1000);
      const text = seconds > 0 ? timeLeft.replace("{time}", inWords(seconds)) : timeOver;
      const words = place.querySelector(".words") || place;
      if (words.textContent !== text) words.textContent = text;
      place.classList.toggle("left--urgent", seconds > 0 && seconds < 86400);
    }
  };
  setInterval(refresh, 30000);
  document.addEventListener("htmx:after:swap", refresh);
  refresh();
}
