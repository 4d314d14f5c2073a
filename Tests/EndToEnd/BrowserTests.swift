import Foundation
import JSON
import Testing

/// The reference client in a real browser.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Browser.isInstalled)) struct BrowserTests {
    private static let (aida, bala, chong) = ("60123450031", "60123450032", "60123450033")

    @Test func `the page shows what comes, sends at once, and stays equal to the server`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await beNotified(system, api)
            let browser = try await Browser(system, showing: system.apiURL + "/client/")
            try await signIn(browser)
            try await system.waha.receive(from: Self.bala, ["text": "Is it open?", "pushName": "Bala"])
            try await browser.awaits("what comes is shown", Self.lists("Is it open?"))
            try await browser.awaits("two notifications wait", "document.getElementById('bell').textContent === '2'")
            #expect(try await browser.evaluate(Self.silence).string == "false true true false; false true false; true")
            #expect(try await browser.evaluate(Self.answers).string == "c1,; c1,; out hello; ")
            try await send(browser, api, system.waha)
            try await fail(browser)
            try await survive(system, browser)
            try await browser.awaits("the list is the server's", Self.isEqual)
            try await browser.evaluate("document.getElementById('signOut').click()")
            try await browser.awaits("nothing is shown any more", "document.getElementById('inbox').hidden")
        }
    }

    @Test func `one whose branch or rights change sees no more of the former, and loses no draft`() async throws {
        try await System.run { system in
            let admin = try await system.signIn()
            let mei = try await system.branches(admin, kepong: Self.aida, ipoh: Self.bala, none: Self.chong)
            let id = try #require(try await mei.value(mei.get("/api/auth/me"))["staff"]["id"].string)
            let browser = try await Browser(system, showing: system.apiURL + "/client/")
            let (hers, former) = ("First of \(Self.bala)", "First of \(Self.aida)")
            try await signIn(browser, System.meiEmail, System.meiPassword, shows: former)
            #expect(try await browser.evaluate(Self.lists(hers)).bool == false)
            let row = "[...document.querySelectorAll('#list li')].find((row) => row.textContent.includes('\(former)'))"
            try await browser.evaluate("\(row).click(); document.getElementById('text').value = 'A draft'")
            try await browser.awaits("the thread is there", Self.lastBody(former))
            try await browser.awaits("who it is", "document.getElementById('panel').textContent.includes('Kepong')")
            let fields = System.mei.merging(["branch": "Ipoh"]) { $1 }
            _ = try await admin.value(admin.put("/api/staff/\(id)", fields))
            try await browser.awaits("the other branch's is there", Self.lists(hers))
            try await browser.awaits("the former's is not", "!(\(Self.lists(former))) && !(\(Self.hasThread))")
            #expect(try await browser.evaluate("document.getElementById('text').value").string == "A draft")
            // What was opened of it since is let go as well, once nothing may be seen.
            try await browser.evaluate("document.querySelector('#list li').click()")
            try await browser.awaits("a thread is there", Self.hasThread)
            let none: API.Fields = ["deny": ["chats": ["view"]]]
            _ = try await admin.value(admin.put("/api/staff/\(id)/permissions", none))
            try await browser.awaits(
                "nothing is there",
                "!document.querySelector('#list li') && !(\(Self.hasThread)) && mynah.inbox.totals.conversations === 0"
            )
        }
    }

    /// Something of one conversation is shown.
    private static let hasThread = """
        !!document.querySelector('#thread li') || document.getElementById('panel').textContent !== ''
        """

    /// A first message. One that comes before it is known who works here is told to nobody: then another does.
    private func beNotified(_ system: System, _ api: API) async throws {
        _ = try await eventually("a message is told to who works here", every: .zero) {
            try await system.waha.receive(from: Self.aida, ["text": "Good morning", "pushName": "Aida"])
            _ = try await api.conversation(with: Self.aida)
            return try? await eventually("it is told", within: .seconds(2)) {
                try await api.value(api.get("/api/notifications"))["unread"].int == 1 ? true : nil
            }
        }
    }

    private func signIn(
        _ browser: Browser,
        _ email: String = Setup.adminEmail,
        _ password: String = Setup.adminPassword,
        shows preview: String = "Good morning"
    ) async throws {
        try await browser.awaits("it asks who one is", "window.mynah && !document.getElementById('signIn').hidden")
        try await browser.evaluate(
            """
            document.getElementById('email').value = '\(email)';
            document.getElementById('password').value = '\(password)';
            document.getElementById('signIn').requestSubmit();
            """
        )
        try await browser.awaits("the list is there", Self.lists(preview))
    }

    /// Opens the first conversation and sends a text and a picture; both are there before the server answers.
    private func send(_ browser: Browser, _ api: API, _ waha: WAHAControl) async throws {
        try await browser.evaluate("document.querySelector('#list li').click()")
        try await browser.awaits("the thread is there", Self.lastBody("Is it open?"))
        _ = try await eventually("it is told that the customer types") {
            let typing: API.Fields = ["from": Self.bala, "presence": "typing"]
            return try await waha.api.value(waha.api.post("/simulator/presence", typing))["told"].bool == true
                ? true : nil
        }
        try await browser.awaits(
            "it is seen that the customer types",
            "document.getElementById('presence').textContent === 'typing…'"
        )
        try await browser.awaits(
            "who reads is told of it no more",
            "document.getElementById('bell').textContent === '1'"
        )
        let shown = try await browser.evaluate(
            """
            document.getElementById('text').value = 'Until ten.';
            document.getElementById('composer').requestSubmit();
            document.querySelector('#thread li.out.local .body')?.textContent
            """
        )
        #expect(shown.string == "Until ten.")
        try await browser.awaits(
            "it was read",
            Self.last("!row.classList.contains('local') && row.dataset.status === 'read'")
        )
        let source = try await browser.evaluate(
            """
            {
                const bytes = Uint8Array.from(atob('\(Self.picture)'), (letter) => letter.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], 'mat.png', { type: 'image/png' }));
                document.getElementById('file').files = transfer.files;
                document.getElementById('composer').requestSubmit();
                // From now on there is no moment without a picture.
                window.withoutPicture = 0;
                new MutationObserver(() => {
                    if (!document.querySelector('#thread li:last-child img')) window.withoutPicture += 1;
                }).observe(document.getElementById('thread'), { childList: true });
                document.querySelector('#thread li.out.local img')?.src
            }
            """
        )
        #expect(source.string?.hasPrefix("blob:") == true)
        try await browser.awaits(
            "the picture is the server's",
            Self.last(
                "row.querySelector('img')?.src.includes('/api/media/') && row.querySelector('img').naturalWidth === 1"
            )
        )
        #expect(try await browser.evaluate("window.withoutPicture").int == 0)
        let conversation = try #require(try await api.conversation(with: Self.bala)["id"].string)
        #expect(try await api.messages(of: conversation).filter { $0["direction"].string == "out" }.count == 2)
    }

    /// What the server refuses is taken away again, and said.
    private func fail(_ browser: Browser) async throws {
        let before = try await browser.evaluate("document.querySelectorAll('#thread li').length").int
        try await browser.evaluate(
            """
            mynah.inbox.thread.send({ text: 'x'.repeat(70000) });
            if (!document.querySelector('#thread li.local')) throw new Error('it is not shown at once');
            """
        )
        try await browser.awaits("it is said", "document.getElementById('notice').textContent.startsWith('Not sent: ')")
        #expect(try await browser.evaluate("document.querySelectorAll('#thread li').length").int == before)
    }

    /// The gateway dies; what was written meanwhile is there afterwards.
    private func survive(_ system: System, _ browser: Browser) async throws {
        try await system.kill(.gateway)
        try await browser.awaits(
            "it shows that it is cut off",
            "document.getElementById('state').textContent !== 'live'"
        )
        try await system.waha.receive(from: Self.aida, ["text": "Anybody there?", "pushName": "Aida"])
        try system.start(.gateway)
        try await system.awaitReady(.gateway)
        try await browser.awaits("what came meanwhile is shown", Self.lists("Anybody there?"))
        #expect(try await browser.evaluate("document.getElementById('state').textContent").string == "live")
    }

    private static func lists(_ preview: String) -> String {
        "[...document.querySelectorAll('#list .preview')].some((line) => line.textContent === '\(preview)')"
    }

    private static func lastBody(_ body: String) -> String {
        last("row.querySelector('.body').textContent === '\(body)'")
    }

    /// Something about the last message shown.
    private static func last(_ condition: String) -> String {
        "((row) => !!row && !!(\(condition)))(document.querySelector('#thread li:last-child'))"
    }

    /// What the page holds, against what the server lists.
    private static let isEqual = """
        (async () => {
            const plain = (value) => Array.isArray(value) ? value.map(plain)
                : value && typeof value === 'object'
                    ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key])])) : value;
            const list = await (await fetch('/api/waha/contacts?limit=50')).json();
            const [held, told] = [mynah.inbox.items, list.items].map((items) => JSON.stringify(plain(items)));
            const totals = JSON.stringify(plain(mynah.inbox.totals)) === JSON.stringify(plain(list.totals));
            return list.items.length === 2 && held === told && totals;
        })()
        """

    /// At what times of day notifications make no sound: with hours over midnight, within a day, and without a sound.
    private static let silence = """
        (async () => {
            const { Notifications } = await import('/client/notifications.js');
            const client = new Notifications({}, new EventTarget());
            const tell = (preferences, times) => {
                client.preferences = preferences;
                return times.map((time) => client.isSilent(new Date(`2026-01-31T${time}:00`))).join(' ');
            };
            const [night, noon] = [{ from: '22:00', to: '07:00' }, { from: '12:00', to: '13:00' }];
            return [
                tell({ sound: 'chime', quietHours: night }, ['21:59', '22:00', '06:59', '07:00']),
                tell({ sound: 'chime', quietHours: noon }, ['11:59', '12:30', '13:00']),
                tell({ sound: 'none' }, ['10:00']),
            ].join('; ');
        })()
        """

    /// What a thread sends, and what it shows afterwards: when the answer is its own, and when it went on elsewhere.
    private static let answers = """
        (async () => {
            const { Thread } = await import('/client/mynah.js');
            const [bodies, shown] = [[], []];
            for (const conversationId of ['c1', 'c2']) {
                const api = { post: async (path, body) => {
                    bodies.push([body.conversationId, body.to]);
                    const { clientRef, text } = body;
                    return { message: { id: 'm1', conversationId, clientRef, body: text, direction: 'out', timestamp: '' } };
                } };
                const thread = new Thread(api, 'c1', () => undefined);
                await thread.send({ text: 'hello' });
                shown.push(thread.messages.map((message) => `${message.direction} ${message.body}`).join());
            }
            return [...bodies, ...shown].join('; ');
        })()
        """

    /// A PNG of one pixel.
    private static let picture =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
}
