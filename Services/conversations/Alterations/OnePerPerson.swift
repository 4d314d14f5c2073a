import Contracts
import Store

/// In a group somebody may react or vote by phone and by hidden id: of one person the newest counts, under whatever
/// addresses it was told.
struct OnePerPerson {
    private let workspace: WorkspaceID
    private let reader: any Reader

    init(_ workspace: WorkspaceID, _ reader: any Reader) {
        self.workspace = workspace
        self.reader = reader
    }

    private struct Slot: Hashable {
        let kind: MessageAltered.Kind
        let person: String
    }

    /// Those that count, in no order.
    func of(_ alterations: [Alteration], in chat: ChatID) throws -> [Alteration] {
        let told = alterations.filter(\.isOfAPerson)
        guard chat.kind == .group, told.count > 1, told.contains(where: { $0.actor.chatId?.kind == .lid }) else {
            return alterations
        }
        let lids = told.lazy.filter { $0.actor.phoneNumber == nil }.compactMap(\.actor.chatId)
        let phones = try HiddenIDs.phones(behind: lids.filter { $0.kind == .lid }, workspace, in: reader)
        let people = told.map { alteration in
            alteration.actor.chatId.map { Who($0, told: alteration.actor.phoneNumber ?? phones[$0]) }
        }
        let behind = try ContactsBehind(people.compactMap(\.self), workspace, in: reader)
        var names = JoinedNames()
        for (alteration, who) in zip(told, people) {
            let contact = who.flatMap { behind[$0] }.map { "contact:\($0)" }
            names.join([alteration.slot, alteration.actor.chatId?.text, who?.phone, contact].compactMap(\.self))
        }
        var newest: [Slot: Alteration] = [:]
        for alteration in told {
            let slot = Slot(kind: alteration.kind, person: names.first(of: alteration.slot))
            if let held = newest[slot], (held.at, held.slot) > (alteration.at, alteration.slot) { continue }
            newest[slot] = alteration
        }
        return alterations.filter { !$0.isOfAPerson } + newest.values
    }
}

extension Alteration {
    /// Whether there is one of it per person, and the person is somebody else.
    fileprivate var isOfAPerson: Bool { (kind == .reaction || kind == .vote) && !actor.fromMe }
}

/// Names that turn out to be of one thing, whichever of them are told together.
private struct JoinedNames {
    private var next: [String: String] = [:]

    mutating func join(_ names: [String]) {
        guard let first = names.first else { return }
        let leader = self.first(of: first)
        for name in names.dropFirst() {
            let other = self.first(of: name)
            if other != leader { next[other] = leader }
        }
    }

    /// The one that stands for all that a name is joined with.
    func first(of name: String) -> String {
        var name = name
        while let other = next[name] { name = other }
        return name
    }
}
