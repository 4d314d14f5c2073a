import Contracts
import JSON
import Testing

@testable import gateway

struct WAHAPresenceTests {
    private func read(_ json: String) throws -> WAHAPresence? { try WAHAPresence(JSONDocument(json).root) }

    @Test func `a chat of two`() throws {
        let presence = try #require(
            try read(
                """
                {"id":"60123456701@c.us","presences":[{"participant":"60123456701@c.us",
                "lastKnownPresence":"offline","lastSeen":1767225600}]}
                """
            )
        )
        #expect(presence.chat.text == "60123456701@c.us")
        #expect(presence.people.map(\.state) == [.offline])
        #expect(presence.people.first?.lastSeenAt == Timestamp(milliseconds: 1_767_225_600_000))
    }

    @Test func `a group, with states and people that cannot be read left out`() throws {
        let presence = try #require(
            try read(
                """
                {"id":"120363@g.us","presences":[{"participant":"1@lid","lastKnownPresence":"typing","lastSeen":null},
                {"participant":"2@lid","lastKnownPresence":"levitating"},{"lastKnownPresence":"typing"},
                {"participant":"3@c.us","lastKnownPresence":"recording"}]}
                """
            )
        )
        #expect(presence.people.map(\.chatId.text) == ["1@lid", "3@c.us"])
        #expect(presence.people.map(\.state) == [.typing, .recording])
    }

    @Test func `who is not named is the chat's person`() throws {
        let json = #"{"id":"1@lid","presences":[{"lastKnownPresence":"typing"}]}"#
        #expect(try read(json)?.people.map(\.chatId.text) == ["1@lid"])
    }

    @Test(arguments: [
        "{}", "[]", #"{"id":"1@lid"}"#, #"{"id":"1@lid","presences":[]}"#, #"{"presences":[{}]}"#,
        #"{"id":"1@lid","presences":[{"participant":"1@lid","lastKnownPresence":"?"}]}"#,
    ])
    func `nothing to be told`(json: String) throws {
        #expect(try read(json) == nil)
    }
}
