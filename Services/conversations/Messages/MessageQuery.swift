import Store

/// The statements of `messages.sql`.
enum MessageQuery: String, StatementName {
    case message
    case listedMessages = "listed-messages"
    case messageByKey = "message-by-key"
    case claimKey = "claim-key"
    case waitForKey = "wait-for-key"
    case moveKey = "move-key"
    case clearKey = "clear-key"
    case addMessage = "add-message"
    case advanceMessage = "advance-message"
    case moveMessage = "move-message"
    case countMessage = "count-message"
    case removeMessage = "remove-message"
    case addReport = "add-report"
    case takeParkedReports = "take-parked-reports"
    case takeReportsOfMessage = "take-reports-of-message"
    case parkEcho = "park-echo"
    case takeEcho = "take-echo"
    case dueEchoes = "due-echoes"
    case claimReference = "claim-reference"
    case claimMedia = "claim-media"
    case setMedia = "set-media"
    case messagesWithMedia = "messages-with-media"
    case showingOfMedia = "showing-of-media"
    case newestMessages = "newest-messages"
    case olderMessages = "older-messages"
    case newerMessages = "newer-messages"
    case messageAt = "message-at"
    case messageWay = "message-way"
    case reportsOfMessage = "reports-of-message"

    static let file = StatementFile(PackageResources.messages_sql)
}
