/* Search on pages opened from a disk. Browsers start no worker there, so its script runs in a hidden frame instead.
   The frame is built without inline script: the content security policy of the page holds for it as well. */
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  window.Worker = class extends EventTarget {
    #frame = document.createElement("iframe");
    #inside;
    #ready;

    constructor(url) {
      super();
      this.#frame.hidden = true;
      document.body.append(this.#frame);
      this.#inside = this.#frame.contentWindow;
      const page = this.#inside.document;
      page.open(); /* Firefox would replace an empty frame that was never opened */
      page.close();
      this.#inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.#inside.importScripts = async (...urls) => {
        for (const each of urls) await this.#run(each);
      };
      this.#ready = this.#run(url);
    }

    #run(url) {
      return new Promise((resolve, reject) => {
        const script = this.#inside.document.createElement("script");
        script.src = url;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`${url} could not be loaded`));
        this.#inside.document.documentElement.append(script);
      });
    }

    postMessage(data) {
      this.#ready.then(() => this.#inside.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })));
    }

    terminate() {
      this.#frame.remove();
    }
  };
})();
