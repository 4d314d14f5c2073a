import JSON
import Testing

/// What must hold in the end, whatever was killed meanwhile.
struct ChaosVerdict: Sendable {
    let plan: ChaosPlan
    let threads: ChaosThreads
    let sent: [StaffTraffic.Sent]
    /// The simulator's words: what people wrote, and what reached them.
    let incoming: JSONValue
    let ledger: JSONValue

    func check() {
        checkIncoming()
        checkCounts()
        checkSends()
        checkOrder()
    }

    /// Every message is stored exactly once, in the order of its number.
    private func checkIncoming() {
        #expect(threads.doubles.isEmpty, "numbers with two conversations: \(threads.doubles.prefix(5))")
        for person in 0..<plan.people {
            let count = plan.messages / plan.people + (person < plan.messages % plan.people ? 1 : 0)
            let expected = (0..<count).map { "c\(person) #\($0 + 1)" }
            let found = threads.threads[plan.phone(person)]?.incoming ?? []
            guard found != expected else { continue }
            let missing = Set(expected).subtracting(found)
            let story = "\(found.count) of \(count), missing \(missing.sorted().prefix(5))"
            Issue.record("the thread of person \(person) is wrong: \(story)")
        }
        for phone in plan.picturePhones {
            let messages = threads.threads[phone]?.messages ?? []
            let missing = messages.map { $0["media"] }.filter { $0["state"].string != "ready" }
                .map { "\($0["id"].text ?? "?") is \($0["state"].text ?? "?")" }
            #expect(missing.isEmpty, "pictures of \(phone): \(missing)")
        }
        let stored = threads.messages.count { $0["direction"].string == "in" }
        #expect(stored == incoming["total"].int)
        #expect(stored == plan.messages + plan.pictures)
    }

    /// What is counted agrees with what is stored.
    private func checkCounts() {
        #expect(threads.totals["conversations"].int == threads.threads.count)
        #expect(threads.totals["unread"].int == plan.messages + plan.pictures)
        let wrong = threads.threads.values.filter { !$0.agrees }.map(\.phone)
        #expect(wrong.isEmpty, "unread count or last message of \(wrong.count) threads: \(wrong.prefix(5))")
    }

    /// Every answer is stored once and reached the simulator exactly once; an uncertain one at most once.
    private func checkSends() {
        #expect(sent.count == plan.sends)
        #expect(Set(sent.map(\.messageId)).count == plan.sends)
        var reached: [String: Int] = [:]
        for item in ledger["items"].array { reached[item["text"].string ?? "", default: 0] += 1 }
        for answer in sent {
            let stored = threads.threads[plan.phone(answer.person)]?.outgoing ?? []
            let same = stored.filter { $0["clientRef"].string == answer.reference }
            #expect(same.count == 1 && same.first?["id"].string == answer.messageId, "\(answer.text) in its thread")
            let times = reached[answer.text, default: 0]
            if same.first?["uncertain"].bool == true {
                #expect(times <= 1, "\(answer.text) is uncertain and was sent \(times) times")
            } else {
                #expect(times == 1, "\(answer.text) was sent \(times) times; it is \(words(of: same.first))")
            }
        }
        let outgoing = threads.messages.count { $0["direction"].string == "out" }
        #expect(outgoing == plan.sends + plan.recipients)
    }

    /// What was sent to one person left in the order in which it was sent.
    private func checkOrder() {
        var last: [Substring: Int] = [:]
        for item in ledger["items"].array {
            let parts = (item["text"].string ?? "").split(separator: " #")
            guard parts.count == 2, let number = Int(parts[1]) else { continue }
            #expect(last[parts[0], default: 0] < number, "\(parts[0]): \(number) after \(last[parts[0]] ?? 0)")
            last[parts[0]] = number
        }
    }

    private func words(of message: JSONValue?) -> String {
        guard let message else { return "not stored" }
        return "\(message["status"].string ?? "") \(message["error"]["code"].string ?? "")"
    }

    /// Answers whose outcome nobody knows.
    var uncertain: Int { threads.messages.count { $0["uncertain"].bool == true } }
}
