// What the one who is signed in should know, kept in step by the live feed.
// Plain JavaScript, no dependencies, nothing of the page: it tells what changed by events.

/**
 * One's own notifications. A frame of the feed that greets or asks to load anew loads them.
 * Events: `change`, and `told` (detail: `{ notification, isSilent }`) for each that comes meanwhile.
 */
export class Notifications extends EventTarget {
    /** The latest first, as far as they are loaded. */
    items = [];
    unread = 0;
    hasMore = false;
    preferences;
    #nextCursor;
    #loading;
    /** Something was told while they were being loaded: whether it is among them, nobody can say. */
    #isStale = false;

    constructor(api, feed) {
        super();
        this.api = api;
        feed.addEventListener("frame", ({ detail }) => this.#take(detail));
    }

    reload() {
        return this.#loading ??= this.#load().finally(() => { this.#loading = undefined; });
    }

    async #load() {
        do {
            this.#isStale = false;
            const [page, preferences] = await Promise.all([
                this.api.get("/api/notifications?limit=50"), this.api.get("/api/notifications/preferences"),
            ]);
            this.items = page.items;
            this.preferences = preferences;
            this.#pageLoaded(page);
        } while (this.#isStale);
        this.#changed();
    }

    /** The next page. */
    async more() {
        if (!this.hasMore || this.#loading) return;
        const page = await this.api.get(`/api/notifications?limit=50&cursor=${encodeURIComponent(this.#nextCursor)}`);
        const known = new Set(this.items.map((item) => item.id));
        this.items = this.items.concat(page.items.filter((item) => !known.has(item.id)));
        this.#pageLoaded(page);
        this.#changed();
    }

    #pageLoaded(page) {
        this.#nextCursor = page.nextCursor;
        this.hasMore = page.hasMore;
        this.unread = page.unread;
    }

    /** What is read is told to all windows by the feed. */
    read(id) { return this.api.post(`/api/notifications/${id}/read`); }

    readAll() { return this.api.post("/api/notifications/read"); }

    async prefer(preferences) {
        this.preferences = await this.api.request("PUT", "/api/notifications/preferences", preferences);
        this.#changed();
    }

    /** Whether a notification makes no sound now, by the clock of this device. */
    isSilent(now = new Date()) {
        const { sound, quietHours } = this.preferences ?? {};
        if (sound === "none") return true;
        if (!quietHours) return false;
        const { from, to } = quietHours;
        const time = [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
        return from <= to ? from <= time && time < to : from <= time || time < to;
    }

    #take({ type, data }) {
        switch (type) {
            // What cannot be loaded now comes with the next greeting.
            case "hello":
            case "resync": this.reload().catch(() => undefined); break;
            case "notification.added": this.#added(data); break;
            case "notification.read": this.#read(data); break;
        }
    }

    #added({ notification, isNew }) {
        if (this.#loading) this.#isStale = true;
        const others = this.items.filter((item) => item.id !== notification.id);
        if (isNew && others.length === this.items.length) this.unread += 1;
        this.items = [notification, ...others];
        this.dispatchEvent(new CustomEvent("told", { detail: { notification, isSilent: this.isSilent() } }));
        this.#changed();
    }

    /** Without `ids` all are read; without `unread` so many fewer are left. */
    #read({ ids, unread }) {
        if (this.#loading) this.#isStale = true;
        const readAt = new Date().toISOString();
        for (const item of this.items) if (!ids || ids.includes(item.id)) item.readAt ??= readAt;
        this.unread = unread ?? Math.max(this.unread - (ids?.length ?? this.unread), 0);
        this.#changed();
    }

    #changed() { this.dispatchEvent(new Event("change")); }
}
