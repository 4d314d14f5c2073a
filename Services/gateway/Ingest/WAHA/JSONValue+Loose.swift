import Contracts
import JSON

/// Reading of what engines write each in their own way.
extension JSONValue {
    /// A field whose name an engine may write in another case: `ptt`, `PTT`; `selectedRowId`, `selectedRowID`.
    func field(_ name: String) -> JSONValue {
        let exact = self[named: name]
        guard !exact.exists else { return exact }
        let wanted = name.lowercased()
        return object.first { $0.name.lowercased() == wanted }?.value ?? .missing
    }

    /// A text that is not empty, cut at a length.
    /// - Parameter limit: in characters.
    func words(_ limit: Int = 1024) -> String? {
        guard let text = string, !text.isEmpty else { return nil }
        return text.utf8.count <= limit ? text : String(text.prefix(limit))
    }

    /// A whole number above zero, also when it stands in two halves; Go's zero is nothing.
    var count: Int? {
        let number = int ?? self["low"].int
        return number.flatMap { $0 > 0 ? $0 : nil }
    }

    /// True, or nil: Go leaves false out.
    var flag: Bool? { bool == true ? true : nil }

    /// A chat's address, as text or as an object.
    var chat: ChatID? {
        WAHAMessageID.text(self).flatMap { try? ChatID($0) }
    }

    /// Addresses in a list; what is none is left out.
    /// - Parameter limit: of them at most.
    func chats(_ limit: Int = 1024) -> [ChatID] { array.prefix(limit).compactMap(\.chat) }
}

extension String {
    var nilIfEmpty: String? { isEmpty ? nil : self }
}
