import Contracts

extension StoredMessage {
    /// What a report changes. Reports may come late, twice and in any order; the end is the same (ruling 6).
    mutating func take(_ report: Report) {
        guard message.direction == .outgoing else { return }
        takeProviderId(of: report)
        takeCertainty(of: report)
        if let status = report.status, let advanced = message.status.advanced(by: status) {
            message.status = advanced
            message.error = advanced == .failed ? report.error : nil
        }
        takeAcceptance(of: report)
        takeLink(of: report)
    }

    /// An id is announced before each attempt; the one under which the provider has the message counts.
    private mutating func takeProviderId(of report: Report) {
        guard let told = report.providerId else { return }
        guard let known = message.providerId else { return message.providerId = told }
        guard let status = report.status, status != .pending, status != .failed else { return }
        if report.bareId != (try? ProviderMessageID(known).bare) { message.providerId = told }
    }

    /// Doubt counts until the message has arrived or failed; any word of the provider ends it.
    private mutating func takeCertainty(of report: Report) {
        guard message.status == .pending || message.status == .sent else { return }
        if report.uncertain {
            message.uncertain = true
        } else if let status = report.status, status != .pending {
            message.uncertain = nil
        }
    }

    /// A message has the time at which the provider took it, and among several words of it the earliest.
    private mutating func takeAcceptance(of report: Report) {
        guard ours, report.status == .sent else { return }
        guard acceptedAt.map({ report.at < $0 }) ?? true else { return }
        acceptedAt = report.at
        message.timestamp = report.at
    }

    /// The page is that of the text as it was sent: once that has changed, it is none of it any more.
    private mutating func takeLink(of report: Report) {
        guard let link = report.link, ours, message.type == .text, message.editedAt == nil else { return }
        var content = message.content ?? MessageContent()
        content.link = link
        message.content = content
    }
}
