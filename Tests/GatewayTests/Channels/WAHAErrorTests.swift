import Contracts
import HTTPClient
import Testing

@testable import gateway

struct WAHAErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let status: Int
        let body: String
        let error: WAHAError
        var testDescription: String { "\(status) \(body.prefix(60))" }
    }

    private static func exception(_ text: String) -> String {
        #"{"statusCode":500,"timestamp":"2026-01-01T00:00:00Z","exception":{"message":"\#(text)","name":"Error"},"#
            + #""request":{"path":"/api/sendText","body":{"text":"timeout rate-overlimit no LID found"}}}"#
    }

    @Test(arguments: [
        Case(status: 400, body: "{}", error: .rejected(.invalid)),
        Case(status: 401, body: "", error: .unauthorized(status: 401)),
        Case(status: 403, body: "", error: .unauthorized(status: 403)),
        Case(status: 404, body: "", error: .notFound),
        Case(status: 413, body: "", error: .rejected(.tooLarge)),
        Case(
            status: 422,
            body:
                #"{"error":"Session status is not as expected","session":"a","status":"STARTING","expected":["WORKING"]}"#,
            error: .sessionNotUsable(status: "STARTING")
        ),
        Case(
            status: 422,
            body: #"{"error":"Session \"a\" does not exist","session":"a"}"#,
            error: .sessionNotUsable(status: nil)
        ),
        Case(status: 422, body: #"{"message":"lists are for direct chats"}"#, error: .rejected(.invalid)),
        Case(status: 429, body: "", error: .throttled(retryAfter: .seconds(7), reason: "429")),
        Case(status: 501, body: "", error: .unsupported),
        Case(
            status: 500,
            body: exception("rate-overlimit"),
            error: .throttled(retryAfter: nil, reason: "rate-overlimit")
        ),
        Case(status: 500, body: exception("no LID found for 1@c.us from server"), error: .rejected(.notOnWhatsApp)),
        Case(status: 500, body: exception("wid error: invalid wid"), error: .rejected(.notOnWhatsApp)),
        Case(status: 500, body: exception("server returned error 463"), error: .rejected(.accountRestricted)),
        Case(status: 500, body: exception("Timed Out"), error: .failed(status: 500, timedOut: true)),
        Case(status: 500, body: exception("evaluation failed"), error: .failed(status: 500, timedOut: false)),
        Case(status: 502, body: "<html>", error: .failed(status: 502, timedOut: false)),
        Case(status: 504, body: "", error: .failed(status: 504, timedOut: true)),
    ])
    func `says what an answer means and reads nothing of the repeated request`(_ test: Case) {
        let headers = test.status == 429 ? [(name: "retry-after", value: "7")] : []
        let head = HTTPClientHead(status: test.status, headers: headers)
        #expect(WAHAError(head, body: Array(test.body.utf8)) == test.error)
    }

    @Test(arguments: [
        (HTTPClientError.couldNotConnect("refused"), false), (.timedOut, true), (.connectionLost("reset"), true),
        (.cancelled, true),
    ])
    func `a request that may have arrived is never called unsent`(error: HTTPClientError, mayHaveArrived: Bool) {
        switch SendOutcome(WAHAError(error)) {
        case .notSent: #expect(!mayHaveArrived)
        case .unknown: #expect(mayHaveArrived)
        default: Issue.record("an unexpected outcome")
        }
    }

    @Test(arguments: [
        (WAHAError.sessionNotUsable(status: "FAILED"), SendOutcome.sessionNotWorking(status: "FAILED")),
        (.failed(status: 500, timedOut: true), .unknown(reason: "answered 500", answered: false)),
        (.failed(status: 500, timedOut: false), .unknown(reason: "answered 500", answered: true)),
        (.unreadable("x"), .accepted(nil)),
        (
            .throttled(retryAfter: .seconds(3), reason: "429"),
            .notSent(reason: "throttled: 429", pauses: true, retryAfter: .seconds(3))
        ),
    ])
    func `an error is one of the outcomes of a send`(error: WAHAError, outcome: SendOutcome) {
        #expect(SendOutcome(error) == outcome)
    }
}
