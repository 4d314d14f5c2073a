import Contracts
import Testing

@testable import gateway

struct SendVerdictTests {
    private let now = Timestamp(milliseconds: 1_767_225_600_000)

    private func message(_ status: MessageStatus, error: String? = nil) -> Message {
        var message = Message(
            id: MessageID(trusted: "m"),
            conversationId: ConversationID(trusted: "c"),
            direction: .outgoing,
            type: .text,
            body: "x",
            status: status,
            timestamp: now
        )
        message.error = error.map { DeliveryError(code: $0, message: "The provider's words.") }
        return message
    }

    private func verdict(_ message: Message, session: String? = "WORKING", later: Duration = .zero) -> MessageVerdict {
        MessageVerdict(message: message, send: nil, session: session, now: now + later)
    }

    @Test func `a message that waits says for what`() {
        #expect(verdict(message(.pending), session: "SCAN_QR_CODE").remedy?.contains("SCAN_QR_CODE") == true)
        #expect(verdict(message(.pending)).state == "waiting")
    }

    @Test func `one that nobody knows about is not to be sent blindly`() {
        var open = message(.sent)
        open.uncertain = true
        #expect(verdict(open).state == "uncertain")
        #expect(verdict(open).remedy?.contains("phone") == true)
    }

    @Test(arguments: [
        ("number_not_on_whatsapp", "not on WhatsApp"), ("opted_out", "no more messages"),
        ("media_missing", "Attach"), ("media_refused", "smaller"), ("something_new", "The provider's words."),
    ])
    func `a failed one says what to do`(code: String, words: String) {
        #expect(verdict(message(.failed, error: code)).remedy?.contains(words) == true)
    }

    @Test func `where nothing is to be done nothing is said`() {
        for status in [MessageStatus.sent, .delivered, .read, .played] {
            #expect(verdict(message(status)).remedy == nil)
        }
        #expect(verdict(message(.sent), later: .seconds(601)).remedy != nil)
        var gone = message(.read)
        gone.type = .revoked
        #expect(verdict(gone).state == "revoked")
    }
}
