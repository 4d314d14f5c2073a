// A three-column page over mynah.js: list, thread, panel. It draws what the inbox tells and hands on what people do.
import { API, Inbox } from "/client/mynah.js";
import { Notifications } from "/client/notifications.js";

const at = (id) => document.getElementById(id);
let inbox;
let notifications;
let noticed;

function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
}

function notice(text) {
    at("notice").textContent = text;
    clearTimeout(noticed);
    noticed = setTimeout(() => { at("notice").textContent = ""; }, 6000);
}

function show(isSignedIn) {
    at("signIn").hidden = isSignedIn;
    at("inbox").hidden = !isSignedIn;
}

function begin() {
    inbox = new Inbox();
    inbox.addEventListener("list", drawList);
    inbox.addEventListener("thread", drawThread);
    inbox.addEventListener("thread", drawPresence);
    inbox.addEventListener("presence", drawPresence);
    inbox.addEventListener("presence", drawList);
    inbox.addEventListener("notice", ({ detail }) => notice(detail));
    inbox.addEventListener("state", ({ detail }) => {
        at("state").textContent = { open: "live", waiting: "connecting…", signedOut: "" }[detail];
        if (detail === "signedOut") end();
    });
    notifications = new Notifications(inbox.api, inbox.feed);
    notifications.addEventListener("change", drawNotifications);
    notifications.addEventListener("told", ({ detail }) => notice(detail.notification.title));
    inbox.start();
    show(true);
}

function end() {
    inbox?.stop();
    inbox = notifications = undefined;
    show(false);
}

function drawList() {
    const { conversations, unread } = inbox.totals;
    at("totals").textContent = `${conversations} conversations, ${unread} unread`;
    at("list").replaceChildren(...inbox.items.map((item) => {
        const row = element("li", item.id === inbox.thread?.conversation ? "open" : "");
        row.dataset.id = item.id;
        if (item.unreadCount) row.append(element("span", "unread", item.unreadCount));
        row.append(element("strong", "name", item.name ?? item.phoneNumber ?? item.chatId));
        const writing = describe(inbox.presences.writing(item.id));
        row.append(element("div", writing ? "preview writing" : "preview", writing || item.lastMessage?.preview || ""));
        for (const tag of item.tags) row.append(element("span", "tag", tag.name));
        row.onclick = () => open(item.id);
        return row;
    }));
}

/** `typing…`, with names where there are several who might. */
function describe(people) {
    return people.map(({ staff, state, chatId, conversationId }) => {
        const does = state === "recording" ? "recording…" : "typing…";
        const isGroup = inbox.items.find((item) => item.id === conversationId)?.isGroup;
        const messages = isGroup && conversationId === inbox.thread?.conversation ? inbox.thread.messages : [];
        const name = staff?.name ?? messages.find((message) => message.sender?.chatId === chatId)?.sender.name;
        return name ? `${name} is ${does}` : does;
    }).join(" ");
}

function drawPresence() {
    at("presence").textContent = inbox.thread ? describe(inbox.presences.writing(inbox.thread.conversation)) : "";
}

function drawNotifications() {
    at("bell").textContent = notifications.unread;
    at("notifications").replaceChildren(...notifications.items.map((item) => {
        const row = element("li", item.readAt ? "" : "unread-notice", item.title);
        row.onclick = () => {
            if (!item.readAt) notifications.read(item.id).catch((problem) => notice(problem.message));
            if (item.conversation) open(item.conversation.id);
        };
        return row;
    }));
}

async function open(id) {
    try {
        await inbox.open(id);
        at("thread").scrollTop = at("thread").scrollHeight;
        drawList();
        await drawPanel(id);
    } catch (problem) {
        notice(problem.message);
    }
}

function drawThread() {
    const thread = inbox.thread;
    at("composer").hidden = !thread;
    if (!thread) at("panel").replaceChildren();
    const list = at("thread");
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const fromEnd = list.scrollHeight - list.scrollTop;
    list.replaceChildren(...(thread?.messages ?? []).map(drawMessage));
    // What is read stays where it is while older messages come above it.
    list.scrollTop = isAtEnd ? list.scrollHeight : list.scrollHeight - fromEnd;
}

/** A picture that goes when there is none. */
function face(url) {
    const image = element("img", "face");
    image.onerror = () => image.remove();
    image.src = url;
    return image;
}

/** Where one of ours came from, unless staff wrote it here. */
const badges = { bot: "by a flow", campaign: "by a campaign", phone: "on the phone", provider: "by another program" };

function drawMessage(message) {
    const row = element("li", `${message.direction}${message.isLocal ? " local" : ""}`);
    row.dataset.id = message.id;
    row.dataset.status = message.status;
    if (message.sender?.pictureUrl) row.append(face(message.sender.pictureUrl));
    if (message.sender?.name && message.direction === "in") row.append(element("small", "", message.sender.name));
    const media = message.media;
    if (message.localURL || (media?.state === "ready" && media.mimetype?.startsWith("image/"))) {
        const image = element("img");
        image.src = message.localURL ?? `/api/media/${media.id}`;
        row.append(image);
    } else if (media) {
        const link = element("a", "", media.filename ?? message.type);
        if (media.state === "ready") link.href = `/api/media/${media.id}`;
        row.append(link);
    }
    row.append(element("div", "body", message.body ?? (media || message.localURL ? "" : message.type)));
    const time = new Date(message.timestamp).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const status = message.direction === "out" ? ` ${message.uncertain ? "uncertain" : message.status}` : "";
    const badge = badges[message.origin] ? ` ${badges[message.origin]}` : "";
    row.append(element("small", "", time + status + badge));
    return row;
}

async function drawPanel(id) {
    const card = await inbox.api.get(`/api/conversations/${id}/contact`);
    if (inbox.thread?.conversation !== id) return;
    const name = card.contact?.name ?? card.member?.name ?? "";
    at("panel").replaceChildren(
        element("h2", "", name),
        element("p", "", card.contact?.badge?.label ?? ""),
        element("p", "", card.contact?.branch ?? ""),
    );
    if (card.pictureUrl) at("panel").prepend(face(card.pictureUrl));
}

at("signIn").onsubmit = async (event) => {
    event.preventDefault();
    try {
        await new API().signIn(at("email").value, at("password").value);
        at("password").value = "";
        begin();
    } catch (problem) {
        notice(problem.message);
    }
};

at("signOut").onclick = async () => {
    await new API().signOut().catch(() => undefined);
    end();
};

at("composer").onsubmit = (event) => {
    event.preventDefault();
    const [text, file] = [at("text").value.trim(), at("file").files[0]];
    if (!inbox.thread || (!text && !file)) return;
    inbox.thread.send({ text, file });
    at("composer").reset();
};

at("text").oninput = () => inbox?.thread?.typing();
at("bell").onclick = () => { at("notifications").hidden = !at("notifications").hidden; };
at("notifications").onscroll = ({ target }) => {
    if (target.scrollHeight - target.scrollTop - target.clientHeight < 100) notifications?.more().catch(() => undefined);
};

at("search").oninput = () => inbox.search(at("search").value);
at("list").onscroll = ({ target }) => {
    if (target.scrollHeight - target.scrollTop - target.clientHeight < 100) inbox.more().catch(() => undefined);
};
at("thread").onscroll = ({ target }) => {
    if (target.scrollTop < 100) inbox?.thread?.older().catch((problem) => notice(problem.message));
};

new API().me().then(begin, () => show(false));
// For whoever looks at it from outside.
window.mynah = { get inbox() { return inbox; } };
