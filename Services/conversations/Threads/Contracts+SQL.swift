package import Contracts
package import Store

extension MessageStatus: SQLBindable, SQLReadable {}
extension MessageDirection: SQLBindable, SQLReadable {}
extension MessageKind: SQLBindable, SQLReadable {}
extension MessageSource: SQLBindable, SQLReadable {}
extension MediaState: SQLBindable, SQLReadable {}
extension ContactKind: SQLBindable, SQLReadable {}
extension Badge.Status: SQLBindable, SQLReadable {}
extension StaffNotification.Kind: SQLBindable, SQLReadable {}

/// Kept as its text.
extension ChatID: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .text(text) }

    package init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .text(let text) = sqlValue, let chat = try? ChatID(text) else { throw OtherKind() }
        self = chat
    }
}
