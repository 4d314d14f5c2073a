import Contracts
import Crypto
import JSON
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

@Suite(.timeLimit(.minutes(2)))
struct SessionControlTests {
    @Test func `stops, starts, logs out and shows the code`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let (control, channel) = (waha.provider.control, waha.provider.channel)
                let info = try await control.info(channel)
                #expect(info.status == "WORKING")
                #expect(!info.degraded)
                #expect(info.me?.phoneNumber?.hasPrefix("+60") == true)
                await #expect(throws: Problem.self) { try await control.qrImage(channel) }
                #expect(try await control.stop(channel).status == "STOPPED")
                #expect(throws: Problem.self) { try waha.provider.directory.checkWorking(channel) }
                _ = try await control.start(channel)
                #expect(try await eventually { try await control.info(channel).status == "WORKING" })
                for typed in [nil, "", "i acknowledged"] {
                    await #expect(throws: Problem.self) {
                        try await control.logout(channel, confirmation: typed, by: nil)
                    }
                }
                #expect(try await control.info(channel).status == "WORKING")
                _ = try await control.logout(channel, confirmation: "I acknowledged", by: nil)
                #expect(try await eventually { try await control.info(channel).status == "SCAN_QR_CODE" })
                #expect(try await control.qrImage(channel).starts(with: [0x89, 0x50, 0x4e, 0x47]))
                #expect(try await !control.qrValue(channel).isEmpty)
                let code = try await control.pairingCode(channel, phone: "60123450001")
                #expect(code.wholeMatch(of: /[A-Z0-9]{4}-[A-Z0-9]{4}/) != nil)
            }
        }
    }

    @Test func `each code is shown to those who are connected, as it comes`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let provider = waha.provider
                let (control, channel, codes) = (provider.control, provider.channel, provider.codes)
                var dues = codes.dues.makeAsyncIterator()
                _ = try await control.logout(channel, confirmation: SessionControl.acknowledgement, by: nil)
                let scan = await codes.note(of: try #require(await dues.next()))
                #expect(scan?.workspace == Provider.workspace && scan?.code.channel == channel)
                let (value, image) = (try await control.qrValue(channel), try await control.qrImage(channel))
                #expect(scan?.code.qr == value && scan?.code.image == Base64.encode(image))
                let typed = try await control.pairingCode(channel, phone: "60123450001")
                var last = scan
                while last?.code.pairingCode == nil { last = await codes.note(of: try #require(await dues.next())) }
                #expect(last?.code.pairingCode == typed && last?.code.qr == nil)
                let gone = await codes.note(of: .scan(ChannelID(trusted: "gone")))
                #expect(gone == nil)
            }
        }
    }

    @Test func `makes a session that WAHA does not have`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.noweb, store) { waha in
                let settings = ChannelSettings(
                    baseURL: waha.process.url,
                    apiKey: "waha-key",
                    session: "second",
                    webhookSecret: "other",
                    webhookURL: "http://127.0.0.1:9/hook"
                )
                let other = try await Provider(store, settings)
                #expect(try await other.control.info(other.channel).status == "STOPPED")
                _ = try await other.control.start(other.channel)
                let client = try other.directory.entry(other.channel).client
                let made = try await client.session("second")
                let hook = "http://127.0.0.1:9/hook/\(other.channel)"
                #expect(made.config["webhooks"].array.compactMap { $0["url"].string } == [hook])
                #expect(made.config["noweb"]["store"]["enabled"].bool == true)
                try await other.registration.ensure(made, of: other.directory.entry(other.channel).channel)
                #expect(try await client.session("second").config["webhooks"].array.count == 1)
            }
        }
    }

    @Test func `enters the webhook beside others and leaves the rest alone`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let client = try waha.provider.directory.entry(waha.provider.channel).client
                let before = JSONCopy(
                    .object([
                        ("debug", JSONCopy(.bool(true))), ("metadata", JSONCopy(.object([("tenant", .text("42"))]))),
                        (
                            "webhooks",
                            JSONCopy(
                                .array([
                                    JSONCopy(
                                        .object([
                                            ("url", .text("http://other/")), ("events", JSONCopy(.array([.text("*")]))),
                                        ])
                                    )
                                ])
                            )
                        ),
                    ])
                )
                try await client.configureSession("default", config: before)
                let settings = ChannelSettings(
                    baseURL: waha.process.url,
                    apiKey: "waha-key",
                    webhookSecret: "s",
                    webhookURL: "http://127.0.0.1:9/hook"
                )
                let provider = try await Provider(store, settings)
                let channel = try provider.directory.entry(provider.channel).channel
                try await provider.registration.ensure(client.session("default"), of: channel)
                let config = try await client.session("default").config
                let hook = "http://127.0.0.1:9/hook/\(provider.channel)"
                #expect(config["webhooks"].array.compactMap { $0["url"].string } == ["http://other/", hook])
                #expect(config["metadata"]["tenant"].string == "42")
                #expect(config["debug"].bool == true)
            }
        }
    }

    @Test func `a key that WAHA hides is believed only when it is the last that it was told`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let settings = ChannelSettings(
                    baseURL: waha.process.url,
                    apiKey: "waha-key",
                    webhookSecret: "first",
                    webhookURL: "http://127.0.0.1:9/hook"
                )
                let provider = try await Provider(store, settings)
                let client = try provider.directory.entry(provider.channel).client
                let hidden = try #require(
                    try WAHASession(
                        JSONDocument(
                            """
                            {"name":"default","status":"WORKING","config":{"webhooks":[{"events":["*"],
                            "url":"http://127.0.0.1:9/hook/\(provider.channel)","hmac":{"key":"********"}}]}}
                            """
                        ).root
                    )
                )
                /// Enters it where it has to be.
                func keys() async throws -> [String?] {
                    try await client.configureSession("default", config: JSONCopy(.object([])))
                    let channel = try provider.directory.entry(provider.channel).channel
                    try await provider.registration.ensure(hidden, of: channel)
                    return try await client.session("default").config["webhooks"].array.map { $0["hmac"]["key"].string }
                }
                #expect(try await keys() == ["first"])
                #expect(try await keys() == [])
                _ = try await provider.registry.update(provider.channel, of: Provider.workspace, version: nil) {
                    known in
                    var setup = known
                    setup.webhookSecret = "second"
                    return setup
                }
                #expect(try await keys() == ["second"])
                #expect(try await keys() == [])
            }
        }
    }

    @Test func `shows the last known state when WAHA does not answer`() async throws {
        try await withStore(.sqlite) { store in
            let provider = try await Provider(store)
            try await provider.works()
            let info = try await provider.control.info(provider.channel)
            #expect(info.degraded)
            #expect(info.status == "WORKING")
            await #expect(throws: Problem.self) { try await provider.control.start(provider.channel) }
        }
    }
}
