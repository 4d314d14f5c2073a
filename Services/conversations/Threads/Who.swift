import Contracts
import Phone

/// Who a chat is with, as far as its address and its provider tell.
struct Who: Sendable {
    let chat: ChatID
    let number: PhoneNumber?

    /// - Parameter told: E.164 from the provider, for an address that does not tell it itself.
    init(_ chat: ChatID, told: String?) {
        self.chat = chat
        if let digits = chat.phoneDigits {
            number = try? PhoneNumber(chatDigits: digits)
        } else {
            number = chat.kind == .lid ? told.flatMap { try? PhoneNumber($0) } : nil
        }
    }

    /// E.164.
    var phone: String? { number?.e164 }

    /// The address where all addresses of this person meet, the number's two forms included.
    var home: ChatID {
        number?.equivalents.map { ChatID(phoneDigits: $0.digits) }.min { $0.text < $1.text } ?? chat
    }

    /// What people are known by: `phone:+60123456789`.
    var identifier: String {
        phone.map { "phone:\($0)" } ?? "\(chat.kind.rawValue):\(chat)"
    }

    /// What a search looks through: the name and the digits of the number in its forms, in lower case, a line each.
    func searchText(name: String?) -> String {
        let lines = [name?.lowercased()].compactMap(\.self) + (number?.equivalents ?? []).map(\.digits)
        return lines.joined(separator: "\n")
    }
}
