// Sends a file in pieces: a line that drops costs one piece, a reload costs choosing the file again.
const SHRINK_ABOVE = 1024 * 1024;
const LONGEST_EDGE = 2560;
const TRIES = 12;
const LONGEST_PAUSE = 30000;

/** Return a copy of a large photo that is small enough for a bad line; other files as they are. */
async function shrunk(file) {
  if (!file.type.startsWith("image/") || file.size <= SHRINK_ABOVE || !window.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return small && small.size < file.size ? small : file;
  } catch {
    return file; // The server says what is wrong with it.
  }
}

/** Return a mark of the bytes, by which a file that is chosen again is known. */
async function marked(blob) {
  let a = 0xdeadbeef ^ blob.size;
  let b = 0x41c6ce57 ^ blob.size;
  for (const byte of new Uint8Array(await blob.arrayBuffer())) {
    a = Math.imul(a ^ byte, 2654435761);
    b = Math.imul(b ^ byte, 1597334677);
  }
  return `${blob.size}-${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Wait, but no longer than until the line is back or somebody stops. */
function pause(time, signal) {
  return new Promise((done) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      signal.removeEventListener("abort", go);
      done();
    };
    const timer = setTimeout(go, time);
    addEventListener("online", go);
    signal.addEventListener("abort", go);
  });
}

class Refused extends Error {}
class Stopped extends Error {}

class Field {
  constructor(place) {
    this.place = place;
    this.words = place.dataset;
    this.find = (name) => place.querySelector(`[data-${name}]`);
    this.input = place.querySelector("input[type=file]");
    this.form = document.getElementById(this.words.form);
    this.key = `tenong-upload:${location.pathname}:${this.words.name}`;
    this.find("plain").hidden = true;
    this.input.addEventListener("change", () => this.input.files[0] && this.begin(this.input.files[0]));
    this.find("stop").addEventListener("click", () => this.stop());
    this.find("go-on").addEventListener("click", () => this.chosen && this.send());
    place.parentElement.closest("form")?.addEventListener("submit", (event) => {
      if (!this.busy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.fail(this.words.sayBusy);
    }, true);
    const left = this.remembered();
    if (left) {
      this.name = left.name;
      this.find("way").hidden = false;
      this.find("way").querySelector("progress").value = left.percent || 0;
      this.say("sayAgain");
    }
  }

  say(which, percent = 0) {
    this.find("say").textContent = this.words[which].replace("{name}", this.name).replace("{percent}", percent);
  }

  fail(sentence) {
    const error = this.find("error");
    error.textContent = sentence;
    error.hidden = !sentence;
    this.place.classList.toggle("govuk-form-group--error", Boolean(sentence));
    this.input.setAttribute("aria-invalid", sentence ? "true" : "false");
  }

  remembered() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  remember(what) {
    try {
      if (what) localStorage.setItem(this.key, JSON.stringify(what));
      else localStorage.removeItem(this.key);
    } catch {
      // Without a memory a reload begins anew; nothing else is lost.
    }
  }

  async begin(file) {
    if (this.busy) return;
    this.busy = true;
    this.name = file.name;
    this.fail("");
    this.say("sayReading");
    const blob = await shrunk(file);
    const isPdf = blob.type === "application/pdf";
    if (blob.size > Number(isPdf ? this.words.mostPdf : this.words.most)) {
      this.busy = false;
      this.input.value = "";
      this.find("say").textContent = "";
      this.fail(isPdf ? this.words.sayLargePdf : this.words.sayLarge);
      return;
    }
    const mark = await marked(blob);
    const left = this.remembered();
    const id = left && left.mark === mark ? left.id : newId();
    this.chosen = { blob, id, mark, name: file.name };
    this.remember({ id, mark, name: file.name });
    await this.send();
  }

  async send() {
    const { id, mark, name } = this.chosen;
    this.busy = true;
    this.control = new AbortController();
    this.fail("");
    this.find("way").hidden = false;
    this.find("go-on").hidden = true;
    this.input.disabled = true;
    this.tenth = null;
    try {
      const { upload } = await this.sendAll();
      this.add(upload);
      this.remember(null);
      this.rest();
      this.say("sayDone");
    } catch (error) {
      if (error instanceof Stopped) return;
      if (error instanceof Refused) {
        this.remember(error.message === this.words.saySignIn ? { id, mark, name } : null);
        this.rest();
        this.find("say").textContent = "";
        this.fail(error.message);
      } else {
        this.busy = false;
        this.find("go-on").hidden = false;
        this.say("sayFailed");
      }
    }
  }

  async sendAll() {
    const { blob, id, mark, name } = this.chosen;
    const piece = Number(this.words.piece);
    const count = Math.ceil(blob.size / piece) || 1;
    const there = await this.ask(`${this.words.parts}/${id}`);
    if (there.upload) return there;
    const received = new Set(there.received);
    const progress = this.find("way").querySelector("progress");
    for (let number = 0; number < count; number += 1) {
      const percent = Math.floor((received.size / count) * 100);
      progress.value = percent;
      // Read out at each tenth only, and once more after the line was down.
      const tenth = Math.floor(percent / 10);
      if (tenth !== this.tenth) this.say("saySending", percent);
      this.tenth = tenth;
      this.remember({ id, mark, name, percent });
      if (received.has(number)) continue;
      await this.ask(`${this.words.parts}/${id}/${number}`, blob.slice(number * piece, (number + 1) * piece));
      received.add(number);
    }
    progress.value = 100;
    this.say("sayChecking");
    const rest = new URLSearchParams({ purpose: this.words.purpose, name, count });
    return this.ask(`${this.words.parts}/${id}/finish`, rest);
  }

  /** Ask until there is an answer; pauses grow, and end early when the line is back. */
  async ask(url, body) {
    const headers = { Accept: "application/json", "HX-Request": "true" };
    const { signal } = this.control; // a new one begins when this one was stopped
    if (body) headers["X-CSRFToken"] = this.form.elements.csrf_token.value;
    for (let tried = 1; ; tried += 1) {
      let answer = null;
      try {
        answer = await fetch(url, { method: body ? "POST" : "GET", body, headers, signal, credentials: "same-origin" });
        if (answer.ok) return await answer.json();
      } catch {
        if (signal.aborted) throw new Stopped();
      }
      if (answer && answer.status < 500 && answer.status !== 429) throw new Refused(await this.reason(answer));
      if (tried >= TRIES) throw new Error("no answer");
      this.say("sayWaiting");
      this.tenth = null;
      await pause(Math.min(1000 * 2 ** (tried - 1), LONGEST_PAUSE), signal);
      if (signal.aborted) throw new Stopped();
    }
  }

  async reason(answer) {
    if (answer.status === 401 || answer.status === 400) return this.words.saySignIn;
    try {
      return (await answer.json()).error;
    } catch {
      return this.words.sayFailed.replace("{name}", this.name);
    }
  }

  add(upload) {
    const list = this.find("sent");
    const one = this.find("one").content.firstElementChild.cloneNode(true);
    const box = one.querySelector("input");
    const label = one.querySelector("label");
    box.value = upload.id;
    box.id = `sent-${upload.id}`;
    label.htmlFor = box.id;
    label.textContent = upload.name;
    if (upload.picture) {
      const look = Object.assign(new Image(56, 56), { src: upload.url, alt: "" });
      one.querySelector(".sent__look").replaceChildren(look);
    }
    if (!("multiple" in this.words)) list.replaceChildren();
    list.append(one);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  stop() {
    const id = this.chosen?.id || this.remembered()?.id;
    this.control?.abort();
    this.remember(null);
    this.rest();
    this.say("sayStopped");
    if (!id) return;
    this.control = new AbortController();
    this.ask(`${this.words.parts}/${id}/cancel`, new URLSearchParams()).catch(() => {});
  }

  rest() {
    this.busy = false;
    this.chosen = null;
    this.input.disabled = false;
    this.input.value = "";
    this.find("way").hidden = true;
    this.find("way").querySelector("progress").value = 0;
  }
}

export function sendFiles() {
  const begin = () => {
    for (const place of document.querySelectorAll("[data-upload]:not([data-ready])")) {
      place.dataset.ready = "";
      new Field(place);
    }
  };
  document.addEventListener("htmx:after:swap", begin);
  begin();
}
