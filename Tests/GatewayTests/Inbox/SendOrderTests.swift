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
}
