// The reference client of Mynah: sign-in, the live feed, the conversation list, threads, optimistic sends.
// Plain JavaScript, no dependencies, nothing of the page: it tells what changed by events.

/** What the server says went wrong: `code` is stable, `message` is for people. */
export class Problem extends Error {
    constructor(status, body) {
        super(body?.detail ?? "The server cannot be reached.");
        this.status = status;
        this.code = body?.code ?? "unreachable";
    }
}

/** The HTTP side. The session is a cookie that scripts cannot read. */
export class API {
    async request(method, path, body) {
        let reply;
        try {
            reply = await fetch(path, {
                method,
                headers: body === undefined ? {} : { "Content-Type": "application/json" },
                body: body === undefined ? undefined : JSON.stringify(body),
            });
        } catch {
            throw new Problem(0);
        }
        const json = reply.status === 204 ? undefined : await reply.json().catch(() => undefined);
        if (!reply.ok) throw new Problem(reply.status, json);
        return json;
    }

    get(path) { return this.request("GET", path); }
    post(path, body = {}) { return this.request("POST", path, body); }
    signIn(email, password) { return this.post("/api/auth/login", { email, password }); }
    signOut() { return this.post("/api/auth/logout"); }
    me() { return this.get("/api/auth/me"); }
}

/**
 * The live feed. It comes back by itself and goes on after the last cursor, so that nothing is missed.
 * Events: `frame` (detail: the frame), `state` (detail: "open", "waiting", "signedOut").
 */
export class Feed extends EventTarget {
    #socket;
    #timer;
    #failures = 0;
    cursor;

    start() {
        clearTimeout(this.#timer);
        const url = new URL("/api/live", location.href);
        url.protocol = url.protocol.replace("http", "ws");
        if (this.cursor) url.searchParams.set("after", this.cursor);
        const socket = this.#socket = new WebSocket(url);
        socket.onopen = () => {
            this.#failures = 0;
            this.#tell("state", "open");
        };
        socket.onmessage = ({ data }) => {
            const frame = JSON.parse(data);
            // A fleeting frame has no place in the feed.
            if (frame.cursor) this.cursor = frame.cursor;
            this.#tell("frame", frame);
        };
        socket.onclose = ({ code }) => {
            if (socket !== this.#socket) return;
            if (code === 1008) return this.#tell("state", "signedOut");
            this.#tell("state", "waiting");
            // Later each time, and never all clients at once.
            const pause = Math.min(250 * 2 ** this.#failures++, 8000);
            this.#timer = setTimeout(() => this.start(), pause * (0.5 + Math.random() / 2));
        };
    }

    stop() {
        clearTimeout(this.#timer);
        const socket = this.#socket;
        this.#socket = undefined;
        socket?.close();
    }

    #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}

const ranks = { pending: 0, sent: 1, delivered: 2, read: 3, played: 4, failed: 5 };

/** A status only moves forward, however late or out of order it is told. */
function forward(held, told) {
    return (ranks[held] ?? 0) > (ranks[told] ?? 0) ? held : told;
}

/** Newest first by time, then by id: the order of the server's list and, the other way round, of its threads. */
function newer(a, b) {
    if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp ? -1 : 1;
    return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

/** Who types or is online, as far as it was told: it is over by itself when nothing more is told. */
class Presences {
    /** Milliseconds for which `typing` and `recording` hold. */
    static lifetime = 15_000;
    /** By conversation, then by person. */
    #known = new Map();

    /** @returns whether it is news. */
    take(item) {
        const people = this.#known.get(item.conversationId) ?? new Map();
        this.#known.set(item.conversationId, people);
        const person = item.staff?.id ?? item.chatId;
        if (people.get(person)?.at > item.at) return false;
        people.set(person, { ...item, takenAt: Date.now() });
        return true;
    }

    /** Those who type or record in a conversation now. */
    writing(conversation) {
        return [...this.#known.get(conversation)?.values() ?? []].filter(({ state, takenAt }) =>
            (state === "typing" || state === "recording") && Date.now() - takenAt < Presences.lifetime);
    }

    /** Whoever has written types no more. */
    wrote(message, isGroup) {
        const people = this.#known.get(message.conversationId);
        if (!people) return;
        // A person may be told by one address and write by another; in a chat of two that does not matter.
        const isWriter = message.direction === "out" ? (person) => person.staff?.id === message.sentBy
            : (person) => !person.staff && (!isGroup || person.chatId === message.sender?.chatId);
        for (const [key, person] of people) if (isWriter(person)) people.delete(key);
    }
}

/**
 * The conversation list and the open thread, kept equal to the server's.
 * Events: `list`, `thread`, `presence`, `notice` (detail: a text for people), `state` (detail: of the feed).
 */
export class Inbox extends EventTarget {
    api = new API();
    feed = new Feed();
    /** Conversations, newest first, as far as they are loaded. */
    items = [];
    totals = { conversations: 0, unread: 0 };
    hasMore = false;
    /** The open conversation's messages; undefined when none is open. */
    thread;
    presences = new Presences();
    /** One's own id: one's own typing is no news. */
    #me;
    #watching;
    #fading;
    /** When the totals were last asked for by themselves. */
    #countedAt = 0;
    #nextCursor;
    #search = "";
    /** Frames that came while the list is being loaded; undefined when it is not. */
    #held;
    #reloading;

    constructor() {
        super();
        this.feed.addEventListener("frame", ({ detail }) => this.#held ? this.#held.push(detail) : this.#take(detail));
        this.feed.addEventListener("state", ({ detail }) => this.#tell("state", detail));
    }

    /** Follows the feed; its greeting loads the list. */
    start() {
        this.feed.start();
        this.api.me().then(({ staff }) => { this.#me = staff.id; }, () => undefined);
    }

    stop() {
        clearTimeout(this.#watching);
        this.feed.stop();
    }

    /** Shows only what is found; an empty text shows all. */
    search(text) {
        this.#search = text.trim();
        return this.reload();
    }

    /** Loads what is shown again. What is told meanwhile is applied afterwards. */
    reload() {
        return this.#reloading ??= this.#load();
    }

    async #load() {
        this.#held ??= [];
        try {
            const page = await this.api.get(this.#path(Math.min(Math.max(this.items.length, 50), 500)));
            this.items = page.items;
            this.#pageLoaded(page);
            await this.#loadThread();
        } catch (problem) {
            this.#tell("notice", problem.message);
            if (problem.status === 403) this.#empty();
            else if (problem.status !== 401) setTimeout(() => this.reload(), 1000);
        } finally {
            const held = this.#held;
            this.#held = undefined;
            this.#reloading = undefined;
            for (const frame of held) this.#take(frame);
        }
        this.#tell("list");
        this.#tell("thread");
    }

    /** The open thread again; one that may not be seen any more is closed. */
    async #loadThread() {
        const thread = this.thread;
        try {
            await thread?.reload();
        } catch (problem) {
            if (problem.status !== 404) throw problem;
            if (thread === this.thread) this.thread = undefined;
        }
    }

    /** Conversations may not be seen any more. */
    #empty() {
        this.items = [];
        this.hasMore = false;
        this.totals = { conversations: 0, unread: 0 };
        this.thread = undefined;
    }

    /** The next page of the list. */
    async more() {
        if (!this.hasMore || this.#held) return;
        const page = await this.api.get(`${this.#path(50)}&cursor=${encodeURIComponent(this.#nextCursor)}`);
        const known = new Set(this.items.map((item) => item.id));
        this.items = this.items.concat(page.items.filter((item) => !known.has(item.id)));
        this.#pageLoaded(page);
        this.#tell("list");
    }

    #path(limit) {
        const search = this.#search ? `&search=${encodeURIComponent(this.#search)}` : "";
        return `/api/waha/contacts?limit=${limit}${search}`;
    }

    #pageLoaded(page) {
        this.#nextCursor = page.nextCursor;
        this.hasMore = page.hasMore;
        this.totals = page.totals;
    }

    async open(id) {
        const thread = this.thread = new Thread(this.api, id, (text) => this.#tell("notice", text));
        thread.addEventListener("change", () => { if (thread === this.thread) this.#tell("thread"); });
        this.#tell("thread");
        this.#watch(thread);
        await thread.reload();
        if (this.items.find((item) => item.id === id)?.unreadCount) await this.api.post(`/api/conversations/${id}/read`);
    }

    /** While a thread is open its presence is told; that is asked for again and again. */
    async #watch(thread) {
        clearTimeout(this.#watching);
        let pause = 60_000;
        try {
            const watched = await this.api.post(`/api/conversations/${thread.conversation}/presence/watch`);
            if (!watched.subscribed) pause = 20_000;
            for (const item of watched.presences) this.#present(item);
        } catch (problem) {
            // Without it everything else still works.
            if (problem.status === 404) return;
        }
        if (thread !== this.thread) return;
        clearTimeout(this.#watching);
        this.#watching = setTimeout(() => this.#watch(thread), pause);
    }

    #present(item) {
        if (item.staff?.id === this.#me && item.staff) return;
        if (!this.presences.take(item)) return;
        this.#tell("presence");
        clearTimeout(this.#fading);
        this.#fading = setTimeout(() => this.#tell("presence"), Presences.lifetime + 100);
    }

    #take(frame) {
        const { type, data } = frame;
        if (type === "message.added") {
            this.presences.wrote(data.message, data.conversation.isGroup);
            this.#tell("presence");
        }
        switch (type) {
            case "hello":
            case "resync": this.reload(); break;
            case "message.added": this.#put(data.conversation); this.thread?.take(data.message); break;
            case "message.changed": this.#messageChanged(data.message); this.thread?.take(data.message); break;
            case "conversation.changed": this.#put(data.conversation); break;
            case "conversation.joined": this.#joined(data.joined, data.conversation); break;
            case "conversation.hidden": this.#remove(data.conversationId); break;
            case "tags.changed": this.#tagsChanged(data.tags); break;
            case "presence.changed": this.#present(data); break;
        }
    }

    /** Puts a conversation where the server's list has it. */
    #put(conversation) {
        // It is history now.
        if (conversation.status === "ended") return this.#remove(conversation.id);
        // Whether a changed conversation is still found is the server's to say.
        if (this.#search) return this.reload();
        const held = this.items.find((item) => item.id === conversation.id);
        if (held && held.version > conversation.version) return;
        if (held) this.#unreadChanged(conversation.unreadCount - held.unreadCount);
        if (held?.lastMessage && held.lastMessage.id === conversation.lastMessage?.id) {
            conversation.lastMessage.status = forward(held.lastMessage.status, conversation.lastMessage.status);
        }
        const items = this.items.filter((item) => item !== held);
        const index = items.findIndex((item) => newer(Inbox.#key(conversation), Inbox.#key(item)) < 0);
        if (index >= 0) items.splice(index, 0, conversation);
        // Behind the last one that is loaded: it comes with its page.
        else if (held || !this.hasMore) items.push(conversation);
        this.items = items;
        if (!held) this.#count();
        this.#tell("list");
    }

    /** One turned out to be with the person of another, which has its messages now. */
    #joined(id, conversation) {
        const shown = [id, conversation.id].includes(this.thread?.conversation);
        this.#remove(id);
        this.#put(conversation);
        if (shown) this.open(conversation.id);
    }

    static #key(conversation) { return conversation.lastMessage ?? { id: "", timestamp: "" }; }

    #remove(id) {
        if (!this.items.some((item) => item.id === id)) return;
        this.items = this.items.filter((item) => item.id !== id);
        if (this.thread?.conversation === id) this.thread = undefined;
        this.#count();
        this.#tell("list");
        this.#tell("thread");
    }

    /** How many there are is the server's to say when one comes or goes. */
    #count() {
        clearTimeout(this.counting);
        this.counting = setTimeout(async () => {
            try {
                this.totals = (await this.api.get("/api/waha/contacts?limit=1")).totals;
                this.#countedAt = Date.now();
                this.#tell("list");
            } catch { /* The next load tells it. */ }
        }, 200);
    }

    /** What is told just after a count may be in it already: then it is counted again. */
    #unreadChanged(difference) {
        this.totals.unread += difference;
        if (difference && Date.now() - this.#countedAt < 2000) this.#count();
    }

    async #messageChanged(message) {
        const item = this.items.find((item) => item.id === message.conversationId);
        if (!item) return;
        const last = item.lastMessage;
        if (last?.id === message.id && last.timestamp === message.timestamp) {
            last.status = forward(last.status, message.status);
            return this.#tell("list");
        }
        // Its time has changed: another message may be the newest now.
        if (last?.id !== message.id && last && newer(message, last) > 0) return;
        try {
            this.#put(await this.api.get(`/api/conversations/${item.id}`));
        } catch (problem) {
            if (problem.status === 404) this.#remove(item.id);
            else this.reload();
        }
    }

    #tagsChanged(tags) {
        const known = new Map(tags.map((tag) => [tag.id, tag]));
        for (const item of this.items) item.tags = item.tags.flatMap((tag) => known.get(tag.id) ?? []);
        this.#tell("list");
    }

    #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}

/** The messages of one conversation, oldest first, and those that are on their way out. Event: `change`. */
export class Thread extends EventTarget {
    messages = [];
    hasMore = false;
    #nextCursor;
    #loading = false;
    /** What was told since each load began that is not done: its page may be older. */
    #told = new Set();
    /** When typing was last told; 0 when it was told that it is over. */
    #typedAt = 0;
    #pausing;

    constructor(api, conversation, notice) {
        super();
        this.api = api;
        this.conversation = conversation;
        this.notice = notice;
    }

    async reload() {
        const told = [];
        this.#told.add(told);
        try {
            const page = await this.api.get(this.#path);
            const waiting = this.messages.filter((message) => message.isLocal);
            this.#pageLoaded(page);
            this.messages = waiting;
            for (const message of page.items) this.#place(message);
        } finally {
            this.#told.delete(told);
        }
        for (const message of told) this.take(message);
        this.#changed();
    }

    /** The page before the oldest message. */
    async older() {
        if (!this.hasMore || this.#loading) return;
        this.#loading = true;
        try {
            const page = await this.api.get(`${this.#path}&before=${encodeURIComponent(this.#nextCursor)}`);
            this.#pageLoaded(page);
            for (const message of page.items) this.#place(message);
        } finally {
            this.#loading = false;
        }
        this.#changed();
    }

    get #path() { return `/api/conversations/${this.conversation}/messages?limit=50`; }

    #pageLoaded(page) {
        this.#nextCursor = page.nextCursor;
        this.hasMore = page.hasMore;
    }

    /** A message as the server tells it. */
    take(message) {
        if (message.conversationId !== this.conversation) return;
        for (const told of this.#told) told.push(message);
        const isKnown = this.messages.some((held) => Thread.#isSame(held, message));
        // Older than all that is loaded: it comes with its page.
        const oldest = this.messages.find((held) => !held.isLocal);
        if (!isKnown && this.hasMore && oldest && newer(message, oldest) > 0) return;
        this.#place(message);
        this.#changed();
    }

    /** Where its time puts it, in the place of what was shown for it before. */
    #place(message) {
        const held = this.messages.find((held) => Thread.#isSame(held, message));
        if (held && !held.isLocal) message.status = forward(held.status, message.status);
        // The picture that was chosen is shown until the server has it.
        if (held?.localURL && message.media?.state !== "ready") message.localURL = held.localURL;
        else if (held?.localURL) URL.revokeObjectURL(held.localURL);
        this.messages = [...this.messages.filter((other) => other !== held), message].sort((a, b) => newer(b, a));
    }

    static #isSame(held, message) {
        return held.id === message.id || (held.clientRef !== undefined && held.clientRef === message.clientRef);
    }

    /**
     * Shows the message at once and sends it; what fails is taken away again, with a notice.
     * @param {{text?: string, file?: File}} content
     */
    async send(content) {
        this.#typedAt = 0;
        clearTimeout(this.#pausing);
        const message = this.#draft(content);
        this.messages = [...this.messages, message];
        this.#changed();
        try {
            // It leaves by the number that the customer wrote to.
            const to = { conversationId: this.conversation, clientRef: message.clientRef };
            const sent = (await this.#post({ ...to, ...await Thread.#body(content) })).message;
            if (sent.conversationId === this.conversation) this.take(sent);
            // The conversation was ended: it is shown in the next one.
            else this.#drop(message);
        } catch (problem) {
            this.#drop(message);
            this.notice(`Not sent: ${problem.message}`);
        }
    }

    #drop(draft) {
        this.messages = this.messages.filter((held) => held !== draft);
        if (draft.localURL) URL.revokeObjectURL(draft.localURL);
        this.#changed();
    }

    /** One writes: the customer and colleagues see it, until nothing was written for 5 s. */
    typing() {
        clearTimeout(this.#pausing);
        this.#pausing = setTimeout(() => {
            this.#typedAt = 0;
            this.#showTyping("stop");
        }, 5000);
        if (Date.now() - this.#typedAt < 10_000) return;
        this.#typedAt = Date.now();
        this.#showTyping("start");
    }

    #showTyping(state) {
        this.api.post(`/api/conversations/${this.conversation}/typing`, { state }).catch(() => undefined);
    }

    #draft({ text, file }) {
        const isImage = file?.type.startsWith("image/");
        return {
            id: "~", // behind all of its time
            clientRef: Thread.#reference(),
            conversationId: this.conversation,
            direction: "out",
            type: file ? (isImage ? "image" : "document") : "text",
            body: text,
            status: "pending",
            timestamp: new Date().toISOString(),
            isLocal: true,
            localURL: isImage ? URL.createObjectURL(file) : undefined,
        };
    }

    /** Asked again with the same reference the server sends once, so an answer that got lost does no harm. */
    async #post(body) {
        for (let tries = 1; ; tries++) {
            try {
                return await this.api.post("/api/waha/messages/send", body);
            } catch (problem) {
                if (tries === 5 || (problem.status !== 0 && problem.status !== 503)) throw problem;
                await new Promise((resolve) => setTimeout(resolve, 500 * tries));
            }
        }
    }

    static async #body({ text, file }) {
        if (!file) return { type: "text", text };
        const data = await new Promise((resolve, reject) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result);
            reader.onerror = () => reject(new Error("The file cannot be read."));
            reader.readAsDataURL(file);
        });
        const type = file.type.startsWith("image/") ? "image" : "file";
        return { type, caption: text || undefined, file: { data, mimetype: file.type || undefined, filename: file.name } };
    }

    /** `crypto.randomUUID` is missing where the page does not come over TLS. */
    static #reference() {
        return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    }

    #changed() { this.dispatchEvent(new Event("change")); }
}
