import Contracts

/// Puts notifications into words, in the languages that there are sentences for.
struct Wording {
    private enum Language: String {
        case english = "en"
        case malay = "ms"
        case chinese = "zh"
    }

    private let language: Language

    /// - Parameter language: a language tag; English when there are no sentences for it.
    init(language: String) {
        let base = language.split(separator: "-").first?.lowercased() ?? ""
        self.language = Language(rawValue: base) ?? .english
    }

    /// One sentence.
    func title(of notification: StaffNotification) -> String {
        let words = Words(notification)
        return switch language {
        case .english: words.english
        case .malay: words.malay
        case .chinese: words.chinese
        }
    }
}

/// What the sentences are made of.
private struct Words {
    let kind: StaffNotification.Kind
    let name: String
    let by: String
    let count: Int
    let state: String

    init(_ notification: StaffNotification) {
        kind = notification.kind
        name = notification.conversation?.name ?? notification.channel?.name ?? ""
        by = notification.by?.name ?? "Mynah"
        count = notification.count
        state = notification.channel?.state ?? ""
    }

    var english: String {
        let news = count > 1 ? "\(count) unread messages from \(name)" : "New message from \(name)"
        return switch kind {
        case .newMessage: news
        case .unassignedMessage: "\(news), assigned to nobody"
        case .assigned: "\(by) assigned \(name) to you"
        case .assignmentEnded: "\(name) is no longer assigned to you"
        case .controlRequested: "\(by) asks you for control of \(name)"
        case .controlReceived: "\(by) gave you control of \(name)"
        case .controlDeclined: "You did not get control of \(name)"
        case .controlReleased: "Nobody holds \(name) any more: you can take control"
        case .sessionTrouble: "\(name): messages do not travel (\(state))"
        case .sessionRestored: "\(name): messages travel again"
        }
    }

    var malay: String {
        let news = count > 1 ? "\(count) mesej belum dibaca daripada \(name)" : "Mesej baharu daripada \(name)"
        return switch kind {
        case .newMessage: news
        case .unassignedMessage: "\(news), belum ditugaskan"
        case .assigned: "\(by) menugaskan \(name) kepada anda"
        case .assignmentEnded: "\(name) tidak lagi ditugaskan kepada anda"
        case .controlRequested: "\(by) meminta kawalan \(name) daripada anda"
        case .controlReceived: "\(by) menyerahkan kawalan \(name) kepada anda"
        case .controlDeclined: "Anda tidak mendapat kawalan \(name)"
        case .controlReleased: "\(name) tidak lagi dipegang: anda boleh mengambil kawalan"
        case .sessionTrouble: "\(name): mesej tidak dapat dihantar atau diterima (\(state))"
        case .sessionRestored: "\(name): mesej dihantar dan diterima semula"
        }
    }

    var chinese: String {
        let news = count > 1 ? "\(name) 有 \(count) 条未读消息" : "\(name) 发来新消息"
        return switch kind {
        case .newMessage: news
        case .unassignedMessage: "\(news)，尚未分配"
        case .assigned: "\(by) 已将 \(name) 分配给您"
        case .assignmentEnded: "\(name) 不再分配给您"
        case .controlRequested: "\(by) 请求您移交 \(name) 的控制权"
        case .controlReceived: "\(by) 已将 \(name) 的控制权交给您"
        case .controlDeclined: "您未获得 \(name) 的控制权"
        case .controlReleased: "\(name) 已无人控制，您可以接管"
        case .sessionTrouble: "\(name)：消息无法收发（\(state)）"
        case .sessionRestored: "\(name)：消息恢复收发"
        }
    }
}
