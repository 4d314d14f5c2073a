import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

/// What is sent beside texts and files, and what comes back.
@Suite struct SendingContentTests {
    @Test(arguments: StoreEngine.underTest)
    func `a number or the words of an option are understood as the choice`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let choices = MessageChoices(
                body: "Come?",
                options: [.init(id: "y", text: "Yes"), .init(id: "n", text: "No")]
            )
            var request = try Words.send(choices.numberedText)
            request.content.type = .buttons
            request.content.content = MessageContent()
            request.content.content?.choices = choices
            for (number, (text, id)) in [("2", "n"), ("1.", "y"), ("YES ", "y"), ("3", nil), ("Perhaps", nil)]
                .enumerated()
            {
                let question = try await desk.send(request)
                try await desk.hear(Words.received("A\(number)", second: number + 1, body: text))
                desk.clock.advance(by: .seconds(1))
                let answer = try #require(await desk.messages().first { $0.body == text })
                #expect(answer.content?.choice?.id == id)
                #expect(answer.content?.choice?.question == (id == nil ? nil : question.id))
            }
            #expect(choices.numberedText == "Come?\n\n1. Yes\n2. No")
        }
    }

    /// What is named when a reply to a message is refused.
    private func fields(refusing replyTo: String, at desk: Desk) async -> [String]? {
        do {
            var request = try Words.send("That")
            request.replyTo = replyTo
            _ = try await desk.send(request)
            return nil
        } catch {
            return (error as? Problem)?.fields?.map(\.field)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reply names one of our messages by our id`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", body: "Which?"))
            try await desk.hear(Words.received("B", from: "60111111111@c.us"))
            let messages = try await desk.messages()
            let question = try #require(messages.first { $0.body == "Which?" })
            var request = try Words.send("That")
            request.replyTo = question.id.text
            let reply = try await desk.send(request)
            #expect(reply.content?.quoted?.messageId == question.id && reply.content?.quoted?.preview == "Which?")
            let content = try #require(desk.told(MessageToSend.self).last?.content)
            #expect(content.quotedId == "A" && content.quotedFullId == "false_60123456789@c.us_A")
            let other = try #require(messages.first { $0.id != question.id })
            #expect(await fields(refusing: other.id.text, at: desk) == ["replyTo"])
            #expect(await fields(refusing: "none", at: desk) == ["replyTo"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a reply names a message of its conversation by the provider's id, and none of another`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", body: "Which?"))
            try await desk.hear(Words.received("H", from: "987654321@lid", second: 1, phone: "+60123456789"))
            try await desk.hear(Words.received("B", from: "60111111111@c.us"))
            // The last one was never told here: history of before.
            let own = ["false_60123456789@c.us_A", "false_987654321@lid_H", "true_60123456789@c.us_OLD"]
            for id in own {
                var request = try Words.send("That")
                request.replyTo = id
                let reply = try await desk.send(request)
                #expect(desk.told(MessageToSend.self).last?.content.quotedFullId == id)
                #expect((reply.content?.quoted == nil) == id.hasSuffix("OLD"))
            }
            let others = [
                "false_60111111111@c.us_B", "false_60123456789@c.us_B", "true_60111111111@c.us_OLD",
                "false_60122222222@c.us_C",
            ]
            for id in others { #expect(await fields(refusing: id, at: desk) == ["replyTo"], "\(id)") }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a message tells its way`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let message = try await desk.send(Words.send("Hi"))
            try await desk.hear(Words.outcome(message.id, nil, uncertain: true, second: 1))
            try await desk.hear(Words.outcome(message.id, .sent, bare: "A", second: 2))
            try await desk.hear(Words.ack("A", .read))
            let marks = SetMessageAI(
                conversation: message.conversationId,
                message: message.id,
                ai: MessageAI(processed: true)
            )
            let marked = try await desk.turn { try MessageMarks(turn: $0).setAI(marks) }
            #expect(marked.ai == MessageAI(processed: true))
            let edit = EditMessage(conversation: message.conversationId, message: message.id, text: "Ho", staff: nil)
            _ = try await desk.turn { try Gestures(turn: $0).edit(edit) }
            let request = ExplainMessage(conversation: message.conversationId, message: message.id)
            let trace = try await desk.store.read {
                try MessageTracing(workspace: Desk.workspace, reader: $0).explain(request)
            }
            #expect(trace.hops.filter { $0.step == .reported }.map(\.status).contains(.read))
            #expect(trace.hops.contains { $0.code == "uncertain" })
            #expect(trace.hops.contains { $0.step == .stored } && trace.hops.contains { $0.step == .edit })
            #expect(trace.formerTexts == ["Hi"] && trace.message.body == "Ho" && trace.message.ai?.processed == true)
            let error = await #expect(throws: Problem.self) {
                try await desk.store.read {
                    try MessageTracing(workspace: WorkspaceID(trusted: "other"), reader: $0).explain(request)
                }
            }
            #expect(error?.status == 404)
        }
    }
}
