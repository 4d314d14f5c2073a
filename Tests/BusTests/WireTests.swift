import Contracts
import Testing

@testable import Bus

@Suite
struct WireTests {
    private static let tail = EventTail(
        emittedAt: Timestamp(milliseconds: 1_767_225_600_000),
        workspace: .test,
        topic: "counted.v1",
        trace: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    )

    /// The frames of an event.
    private func sent(topic: String? = nil) throws -> (topic: String, header: [UInt8], payload: [UInt8]) {
        var sender = EventSender(.gateway)
        sender.origin = Origin(0x5f3a_9c01)
        let draft = try EventDraft(Counted(key: "a", number: 7), Self.tail)
        var frames = (topic: "", header: [UInt8](), payload: [UInt8]())
        sender.send(NumberedEvent(draft: draft, sequence: 1234), topic: topic) { topic, header, payload in
            frames = (topic, Array(header), Array(payload))
        }
        return frames
    }

    private static let request = RequestMessage(
        id: "0190a7b2-7c7e-7f00-8000-000000000001",
        sender: InstanceID(),
        service: .conversations,
        lane: Lane(63),
        name: "test.echo",
        workspace: .test,
        deadline: Timestamp(milliseconds: 1_767_225_605_000),
        trace: "",
        payload: []
    )

    private func read(_ header: [UInt8], _ payload: [UInt8]) throws -> Incoming {
        var memory = HeaderMemory()
        return try header.withUnsafeBytes { try Incoming(header: $0, &memory, payload: payload) }
    }

    @Test func `an event's frames read as they are documented`() throws {
        let sent = try sent()
        #expect(sent.topic == "event.inbound.00.gateway.")
        let text = String(decoding: sent.header, as: UTF8.self)
        let place = "1\tevent\tgateway\t5f3a9c01\tinbound\t0\t1234"
        #expect(text == "\(place)\t1767225600000\ttest\tcounted.v1\t\(Self.tail.trace)")
        #expect(try Payload.decode(Counted.self, from: sent.payload).number == 7)
        #expect(try self.sent(topic: "reply.0123456789ab.").topic == "reply.0123456789ab.")
    }

    @Test func `no event is sent before it is known of which outbox it is`() throws {
        var sender = EventSender(.gateway)
        let event = NumberedEvent(draft: try EventDraft(Counted(key: "a", number: 7), Self.tail), sequence: 1)
        var sent: [[UInt8]] = []
        for origin in [nil, Origin(1), Origin(2)] {
            sender.origin = origin
            sender.send(event) { _, header, _ in sent.append(Array(header)) }
        }
        let heads = sent.map { String(decoding: $0, as: UTF8.self).split(separator: "\t")[3] }
        #expect(heads == ["00000001", "00000002"])
    }

    @Test func `an event arrives as it was sent`() throws {
        let sent = try sent()
        guard case .event(let event) = try read(sent.header, sent.payload) else {
            Issue.record("not an event")
            return
        }
        let source = Source(producer: .gateway, origin: Origin(0x5f3a_9c01), stream: .inbound)
        #expect(event.track == Track(source, Lane(key: "a")))
        #expect(event.sequence == 1234)
        #expect(event.tail.emittedAt == Self.tail.emittedAt)
        #expect(event.tail.workspace == .test)
        #expect(event.tail.topic == "counted.v1")
        #expect(event.tail.trace == Self.tail.trace)
        #expect(event.payload == sent.payload)
    }

    @Test(arguments: [nil, Lane(0), Lane(63)])
    func `a request arrives as it was sent`(lane: Lane?) throws {
        let sent = RequestMessage(
            id: "1",
            sender: Self.request.sender,
            service: .media,
            lane: lane,
            name: "test.echo",
            workspace: .test,
            deadline: Self.request.deadline,
            trace: "",
            payload: [1, 2, 3]
        )
        guard case .request(let request) = try read(sent.header, sent.payload) else {
            Issue.record("not a request")
            return
        }
        #expect(request.id == "1")
        #expect(request.sender == sent.sender)
        #expect(request.service == .media)
        #expect(request.lane == lane)
        #expect(request.name == "test.echo")
        #expect(request.deadline == sent.deadline)
        #expect(request.payload == [1, 2, 3])
    }

    @Test func `a reply arrives as it was sent`() throws {
        let sent = ReplyMessage(id: "1", outcome: .problem, payload: [7])
        guard case .reply(let reply) = try read(sent.header, sent.payload) else {
            Issue.record("not a reply")
            return
        }
        #expect(reply.id == "1")
        #expect(reply.outcome == .problem)
        #expect(reply.payload == [7])
    }

    @Test(arguments: [
        "", "1", "2\tevent", "1\tnews", "1\tevent\tgateway", "1\tevent\tgateway\tzz\tinbound\t1\t1\t1\tw\tt\t",
        "1\tevent\tgateway\t1\tinbound\t64\t1\t1\tw\tt\t", "1\tevent\tgateway\t1\tinbound\t1\t0\t1\tw\tt\t",
        "1\tevent\tgateway\t1\tinbound\t1\t-1\t1\tw\tt\t", "1\tevent\tgateway\t1\tinbound\t1\t1\t1\t\tt\t",
        "1\tevent\tnobody\t1\tinbound\t1\t1\t1\tw\tt\t", "1\trequest\t\t0\tgateway\t-\tn\tw\t1\t",
        "1\trequest\t1\tABCDEFABCDEF\tgateway\t-\tn\tw\t1\t", "1\treply\t1\tmaybe", "1\tbeat", "1\treplayed",
        "1\tevent\tgateway\t1\tinbound\t1\t99999999999999999999\t1\tw\tt\t",
    ])
    func `refuses what is not a message`(header: String) {
        #expect(throws: (any Error).self) { try read(Array(header.utf8), Array("{".utf8)) }
    }

    @Test func `survives any bytes`() {
        for size in 0..<300 {
            let bytes = (0..<size).map { _ in UInt8.random(in: 0...255) }
            _ = try? read(bytes, bytes)
            _ = try? read(Array("1\tevent\t".utf8) + bytes, bytes)
        }
    }

    @Test func `ignores fields that a later version adds`() throws {
        _ = try read(sent().header + Array("\tmore".utf8), [])
    }

    @Test func `a control character cannot forge a field`() throws {
        var forged = HeaderWriter(.reply)
        forged.field("1\tdone\n")
        #expect(String(decoding: forged.bytes, as: UTF8.self) == "1\treply\t1 done ")
    }

    @Test(arguments: [("", 1), ("a", 0), ("60123456789@c.us", 2), ("Ünïcödé", 42)])
    func `lanes are what other languages compute`(key: String, lane: Int) {
        #expect(Lane(key: key).number == lane)
    }

    @Test func `keys spread over all lanes`() {
        var counts: [Lane: Int] = [:]
        for number in 0..<6400 { counts[Lane(key: "6012\(1_000_000 + number)@c.us"), default: 0] += 1 }
        #expect(counts.count == 64)
        #expect(counts.values.allSatisfy { (50...150).contains($0) })
    }

    @Test func `no two streams share a code`() {
        #expect(Set(Stream.allCases.map(\.code)).count == Stream.allCases.count)
        for stream in Stream.allCases {
            for lane in Lane.all {
                let track = OwnTrack(stream, lane)
                #expect(OwnTrack(code: track.code) == track)
                #expect(OwnTrack.sequence(at: track.place(77)) == 77)
            }
        }
    }

    @Test(arguments: [
        #"{"channel":"c","chat":"60123456701@c.us","providerId":"false_60123456701@c.us_3EB0","type":"text","body":"Hi \"you\"","timestamp":"2026-02-28T09:30:00.123Z"}"#,
        #"{"channel":"c","chat":"1@lid","chatPhone":"+60123456701","providerId":"true_1@g.us_3EB0_2@lid","type":"hologram","timestamp":"2026-01-31T17:30:00+08:00","sender":{"chatId":"2@lid","name":"Ann"},"media":{"id":"f1","url":"http://w/a","mimetype":"image/png"},"quotedId":"3E","source":"app","backfilled":true,"past":true}"#,
        #"{"channel":"c","chat":"1@lid","chatPhone":null,"providerId":"true_1@lid_3","type":"text","body":null,"timestamp":"2026-01-31T17:30:00.000Z","more":[1],"sender":null}"#,
    ])
    func `an event that reads itself reads as its Codable does`(json: String) throws {
        let bytes = Array(json.utf8)
        let event = try Payload.decode(event: MessageReceived.self, from: bytes)
        let general = try Payload.decode(MessageReceived.self, from: bytes)
        #expect(JSONText.object(event.write) == JSONText.object(general.write))
        #expect(event.providerId == general.providerId)
    }

    @Test(arguments: [
        "{}", "[]", "7", "{",
        #"{"channel":7,"chat":"1@lid","providerId":"true_1@lid_3","type":"text","timestamp":"2026-01-31T17:30:00.000Z"}"#,
        #"{"channel":"c","chat":"1@lid","providerId":"true_1@lid_3","type":"text","source":"mars","timestamp":"2026-02-03T17:30:00.000Z"}"#,
    ])
    func `an event that reads itself is refused with the reasons of its Codable`(json: String) {
        #expect(throws: DecodingError.self) { try Payload.decode(event: MessageReceived.self, from: Array(json.utf8)) }
    }
}
