import Synchronization

/// Headers, cookies and the query, looked up while the request is open.
extension Exchange {
    func value(_ kind: Field.Kind, _ name: String) -> String? {
        state.withLock { state in
            guard let copied = state.copiedFields else { return state.connection?.value(kind, name) }
            let name = name.lowercased()
            return copied.first { $0.kind == kind && $0.name.lowercased() == name }?.value
        }
    }

    func values(_ kind: Field.Kind) -> [(name: String, value: String)] {
        let fields = state.withLock { $0.copiedFields ?? $0.connection?.values(kind) ?? [] }
        return fields.filter { $0.kind == kind }.map { ($0.name, $0.value) }
    }
}
