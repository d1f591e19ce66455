// A native date field shows the device's order of day and month; the words below leave no doubt.
export function watchDates() {
  const words = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
  document.addEventListener("input", ({ target }) => {
    const place = target.type === "date" && document.getElementById(`${target.id}-words`);
    if (place) place.textContent = target.value ? words.format(new Date(`${target.value}T00:00:00Z`)) : "";
  });
}
