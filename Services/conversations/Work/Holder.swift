import Contracts
import Store

/// Who holds the control of a conversation (ruling 14).
enum Holder: Hashable, Sendable {
    case nobody, bot
    case staff(StaffBrief)

    /// As the column has it: `''`, `bot` or the id of a person.
    var column: String {
        switch self {
        case .nobody: ""
        case .bot: Self.botText
        case .staff(let person): person.id.text
        }
    }

    /// - Parameter name: of the person; nil while the gateway has not told it.
    init(column: String, name: String?) {
        switch column {
        case "": self = .nobody
        case Self.botText: self = .bot
        default: self = .staff(StaffBrief(column: column, name: name))
        }
    }

    /// For a person to read.
    var name: String {
        switch self {
        case .nobody: "nobody"
        case .bot: "the bot"
        case .staff(let person): person.name
        }
    }

    /// What clients name the bot by.
    static let botText = "bot"
}

extension StaffBrief {
    /// - Parameter name: nil while the gateway has not told it.
    init(column: String, name: String?) {
        self.init(id: StaffID(trusted: column), name: name ?? column)
    }
}
