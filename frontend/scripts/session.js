// Two minutes before the session ends a banner offers to stay; what is typed is kept.
const NOTICE_SECONDS = 120;

export function warnBeforeTheEnd() {
  const banner = document.getElementById("session-end");
  const seconds = Number(document.body.dataset.sessionSeconds);
  if (!banner || !seconds) return;
  let timer;
  const wait = (left) => {
    banner.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => (banner.hidden = false), Math.max(left - NOTICE_SECONDS, 0) * 1000);
  };
  const form = banner.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Requested-With": "fetch" },
    }).catch(() => null);
    if (answer && answer.ok && !answer.redirected) wait(seconds);
    else document.getElementById("trouble").hidden = false;
  });
  document.addEventListener("htmx:after:request", ({ detail }) => {
    if (detail.ctx.response.status < 400) wait(seconds);
  });
  wait(seconds);
}
