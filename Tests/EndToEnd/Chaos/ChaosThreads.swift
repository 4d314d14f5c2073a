import JSON

/// Everything that is stored in the end, read over the API.
struct ChaosThreads: Sendable {
    struct Thread: Sendable {
        let conversation: JSONValue
        /// Oldest first.
        let messages: [JSONValue]

        var phone: String { String((conversation["phoneNumber"].string ?? "").dropFirst()) }

        /// Texts that the person wrote, in order.
        var incoming: [String] {
            messages.filter { $0["direction"].string == "in" }.map { $0["body"].string ?? "" }
        }

        var outgoing: [JSONValue] { messages.filter { $0["direction"].string == "out" } }

        /// Whether the list shows what the thread holds; nobody has read anything.
        var agrees: Bool {
            let (shown, last) = (conversation["lastMessage"], messages.last ?? .missing)
            return conversation["unreadCount"].int == incoming.count && shown["id"].string == last["id"].string
                && shown["status"].string == last["status"].string
        }
    }

    let threads: [String: Thread]
    /// More than one conversation for a number.
    let doubles: [String]
    let totals: JSONValue

    init(reading api: API) async throws {
        let (conversations, totals) = try await api.conversations()
        var threads: [String: Thread] = [:]
        var doubles: [String] = []
        for conversation in conversations {
            let messages = try await api.messages(of: conversation["id"].string ?? "")
            let thread = Thread(conversation: conversation, messages: messages)
            if threads.updateValue(thread, forKey: thread.phone) != nil { doubles.append(thread.phone) }
        }
        (self.threads, self.doubles, self.totals) = (threads, doubles, totals)
    }

    var messages: [JSONValue] { threads.values.flatMap(\.messages) }

    /// Messages of which something is still to come: a file, or what became of an answer.
    var open: [JSONValue] {
        messages.filter { message in
            if message["media"]["state"].string == "pending" { return true }
            guard message["direction"].string == "out", message["uncertain"].bool != true else { return false }
            return !["read", "failed"].contains(message["status"].string)
        }
    }
}
