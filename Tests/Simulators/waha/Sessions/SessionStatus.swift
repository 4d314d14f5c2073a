/// Where a session stands.
enum SessionStatus: String, Sendable, CaseIterable {
    case stopped = "STOPPED"
    case starting = "STARTING"
    case scanQRCode = "SCAN_QR_CODE"
    case passkeyRequired = "PASSKEY_REQUIRED"
    case passkeyConfirmationRequired = "PASSKEY_CONFIRMATION_REQUIRED"
    case working = "WORKING"
    case failed = "FAILED"
}

/// A status and since when, as in `statuses` of a `session.status` event.
struct StatusPoint: Sendable {
    var status: SessionStatus
    var moment: Moment

    var body: Body { ["status": .text(status.rawValue), "timestamp": .integer(moment.milliseconds)] }
}
