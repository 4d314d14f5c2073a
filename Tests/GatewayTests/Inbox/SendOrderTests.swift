import Contracts
import Testing

@testable import gateway

struct SendOrderTests {
    private func text(_ to: String) -> SendBody {
        SendBody(to: to, type: "text", text: "Hi")
    }

    @Test(arguments: [
        ("60123456701@c.us", "60123456701@c.us"),
        ("60123456701:12@s.whatsapp.net", "60123456701@c.us"),
        ("987654321@lid", "987654321@lid"),
        ("120363000000000000@g.us", "120363000000000000@g.us"),
        ("012-345 6701", "60123456701@c.us"),
        ("+60 12 345 6701", "60123456701@c.us"),
        ("+1 415 555 2671", "14155552671@c.us"),
    ])
    func `takes numbers and chat ids in any form`(to: String, chat: String) throws {
        #expect(try SendOrder(text(to), country: "MY").chat.text == chat)
    }

    @Test(arguments: ["", "12", "hello", "abc@c.us", "1@c.us", "x@nowhere", "status@broadcast"])
    func `refuses what cannot be a number`(to: String) {
        let error = #expect(throws: Problem.self) { try SendOrder(text(to), country: "MY") }
        #expect(error?.status == 422)
        #expect(error?.fields?.map(\.field) == ["to"])
    }

    @Test func `names every field at fault`() {
        let body = SendBody(to: nil, type: "fax", clientRef: "")
        let error = #expect(throws: Problem.self) { try SendOrder(body, country: "MY") }
        #expect(error?.fields?.map(\.field) == ["to", "type", "clientRef"])
    }

    @Test func `a text needs a text and takes no file`() {
        let body = SendBody(to: "60123456701", type: "text", file: SendFile(data: "aGk="))
        let error = #expect(throws: Problem.self) { try SendOrder(body, country: "MY") }
        #expect(error?.fields?.map(\.field) == ["text", "file"])
    }

    @Test func `a file is base64, with or without a data address in front`() throws {
        for data in ["aGk=", "data:image/png;base64,aGk="] {
            let body = SendBody(to: "60123456701", type: "image", file: SendFile(data: data), caption: "Look")
            let order = try SendOrder(body, country: "MY")
            guard case .bytes(let bytes) = order.file else {
                Issue.record("no bytes")
                continue
            }
            #expect(bytes == Array("hi".utf8))
            #expect(order.text == "Look")
        }
    }

    @Test(arguments: [
        SendFile(data: "@@"), SendFile(data: ""), SendFile(), SendFile(data: "aGk=", url: "https://example.com/a"),
        SendFile(url: "file:///etc/passwd"),
    ])
    func `refuses a file that is none`(file: SendFile) {
        let body = SendBody(to: "60123456701", type: "file", file: file)
        let error = #expect(throws: Problem.self) { try SendOrder(body, country: "MY") }
        #expect(error?.status == 422)
    }

    @Test func `refuses a file over 16 MB with 413`() {
        let data = String(repeating: "A", count: 22_369_628)
        let body = SendBody(to: "60123456701", type: "file", file: SendFile(data: data))
        let error = #expect(throws: Problem.self) { try SendOrder(body, country: "MY") }
        #expect(error?.status == 413)
    }

    private func order(_ type: String, _ fill: (inout SendBody) -> Void) throws(Problem) -> SendOrder {
        var body = SendBody(to: "60123456701", type: type)
        fill(&body)
        return try SendOrder(body, country: "MY")
    }

    @Test func `a place, cards, a poll and choices are taken as they are`() throws {
        let place = try order("location") { $0.location = MessageLocation(latitude: 3, longitude: 101, name: "Gym") }
        #expect(place.type == .location && place.text == "Gym" && place.content?.location?.latitude == 3)
        let card = SharedContact(name: "Aida", phones: [.init(number: "+60123456790")])
        #expect(try order("contact") { $0.contacts = [card] }.content?.contacts == [card])
        let poll = try order("poll") { $0.poll = SendPoll(question: "Which?", options: ["A", "B"]) }
        #expect(poll.text == "Which?" && poll.content?.poll?.multiple == false)
        let buttons = try order("buttons") {
            $0.choices = MessageChoices(body: "Come?", options: [.init(text: "Yes"), .init(id: "n", text: "No")])
        }
        #expect(buttons.text == "Come?\n\n1. Yes\n2. No")
        #expect(buttons.content?.choices?.options.map(\.id) == ["1", "n"])
        let named = try order("text") { body in
            body.text = "@60123456702"
            body.mentions = ["012-345 6702", "987654321@lid"]
        }
        #expect(named.content?.mentions?.map(\.text) == ["60123456702@c.us", "987654321@lid"])
    }

    private static let wrong: [(String, [String], @Sendable (inout SendBody) -> Void)] = [
        ("location", ["location"], { _ in }),
        ("location", ["location.latitude"], { $0.location = MessageLocation(latitude: 91, longitude: 0) }),
        ("contact", ["contacts"], { $0.contacts = [] }),
        (
            "contact", ["contacts[0].name", "contacts[0].phones"],
            { $0.contacts = [SharedContact(name: "", phones: [])] }
        ),
        ("poll", ["poll.question", "poll.options"], { $0.poll = SendPoll(question: "", options: ["A"]) }),
        ("poll", ["poll.options"], { $0.poll = SendPoll(question: "?", options: ["A", "A"]) }),
        ("buttons", ["choices"], { _ in }),
        (
            "buttons", ["choices.options"],
            { $0.choices = MessageChoices(body: "?", options: (1...4).map { .init(text: "\($0)") }) }
        ),
        (
            "buttons", ["choices.options"],
            { $0.choices = MessageChoices(body: "?", options: [.init(text: String(repeating: "x", count: 21))]) }
        ),
        (
            "list", ["choices.body", "choices.options"],
            { $0.choices = MessageChoices(options: (1...11).map { .init(text: "\($0)") }) }
        ),
        ("voice", ["file"], { _ in }), ("sticker", ["file"], { _ in }),
        (
            "text", ["mentions[0]"],
            { body in
                body.text = "x"
                body.mentions = ["nobody"]
            }
        ),
    ]

    @Test(arguments: 0..<wrong.count)
    func `names each field of a kind that is wrong`(index: Int) {
        let (type, fields, fill) = Self.wrong[index]
        let error = #expect(throws: Problem.self) { try order(type, fill) }
        #expect(error?.status == 422 && error?.fields?.map(\.field) == fields)
    }
}
