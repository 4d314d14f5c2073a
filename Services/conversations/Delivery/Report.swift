import Contracts
import Store

/// One word on what became of a message: a row of `delivery_report`.
struct Report: Hashable, Sendable {
    /// The event's id.
    let id: String
    /// The provider's bare id that it names.
    var bareId: String?
    /// The provider's full id that it names.
    var providerId: String?
    var status: MessageStatus?
    var uncertain = false
    var error: DeliveryError?
    /// The page behind a link in the text, as the provider shows it. Told by messages alone, so it is no column.
    var link: LinkPreview?
    let at: Timestamp

    /// An own message came back from the provider: the provider has it.
    init(echo event: MessageReceived, id: String) {
        self.id = id
        bareId = event.providerId.bare
        providerId = event.providerId.text
        status = .sent
        link = event.content?.link
        at = event.timestamp
    }

    /// What the provider's own copy of a message proves.
    init(copy: StoredMessage, bareId: String, id: String) {
        self.id = id
        self.bareId = bareId
        providerId = copy.message.providerId
        status = .sent
        link = copy.message.content?.link
        at = copy.acceptedAt ?? copy.message.timestamp
    }

    init(_ event: DeliveryReported, id: String) {
        self.id = id
        bareId = event.bareId ?? event.providerId.flatMap { try? ProviderMessageID($0).bare }
        providerId = event.providerId
        status = event.status
        uncertain = event.uncertain
        error = event.error
        at = event.at
    }

    /// - Parameter row: of ``MessageQuery/takeParkedReports``.
    init(_ row: Row) throws(StoreError) {
        id = try row.get(0)
        bareId = try row.get(1)
        providerId = try row.get(2)
        status = try row.get(3)
        uncertain = try row.get(4)
        let code: String? = try row.get(5)
        let text: String? = try row.get(6)
        if let code, let text { error = DeliveryError(code: code, message: text) }
        at = try row.get(7)
    }
}
