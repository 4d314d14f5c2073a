import Bus
import Contracts
import Store

/// Hears who writes: each gets a contact.
struct ContactListener: Sendable {
    let contacts: Contacts
    /// Of the workspace's clocks, in seconds east of Greenwich.
    let offset: Int

    func heard(_ message: MessageReceived, _ context: EventContext, _ transaction: any Transaction) throws {
        try heard(message, on: Occasion(workspace: context.workspace, now: context.now, offset: offset), transaction)
    }

    func heard(_ message: MessageReceived, on occasion: Occasion, _ transaction: any Transaction) throws {
        guard let traces = Traces(of: message) else { return }
        let found = try contacts.find(traces, name: message.writersName, on: occasion, transaction)
        guard found.isNew || found.isNamed else { return }
        try contacts.refresh(found.id, on: occasion, transaction, isNew: found.isNew)
    }
}

extension MessageReceived {
    /// What the writer calls themselves now, cut to 200 characters. History says what they did once.
    fileprivate var writersName: String? {
        guard !providerId.fromMe, backfilled != true, let name = sender?.name else { return nil }
        let clean = name.filter { $0 != "\0" }.trimmed.prefix(200)
        return clean.isEmpty ? nil : String(clean)
    }
}
