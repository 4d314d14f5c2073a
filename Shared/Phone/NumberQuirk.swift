/// Where WhatsApp writes one line in two ways: a digit that is there or not. This is the one table of such rules.
/// - Source: ruling 3.
struct NumberQuirk: Sendable {
    let callingCode: String
    /// The digit, and after how many national digits it stands.
    let digit: Character
    let place: Int
    /// National digits without it.
    let length: Int
    /// What may come after it.
    let next: ClosedRange<Character>
    /// Whether the form without it is the only one in use today.
    let isObsolete: Bool

    static let table = [
        // Brazil: mobile numbers got a ninth digit; addresses made before keep eight.
        NumberQuirk(callingCode: "55", digit: "9", place: 2, length: 10, next: "6"..."9", isObsolete: false),
        // Mexico: 1 after 52 marked mobile numbers until 2019.
        NumberQuirk(callingCode: "52", digit: "1", place: 0, length: 10, next: "2"..."9", isObsolete: true),
        // Argentina: 9 after 54 marks mobile numbers dialled from abroad.
        NumberQuirk(callingCode: "54", digit: "9", place: 0, length: 10, next: "1"..."9", isObsolete: false),
    ]

    static func of(_ digits: String) -> NumberQuirk? {
        table.first { digits.hasPrefix($0.callingCode) }
    }

    /// The same line written the other way; nil when there is only one.
    func twin(of digits: String) -> String? {
        with(digits) ?? without(digits)
    }

    func canonical(_ digits: String) -> String? {
        isObsolete ? without(digits) : nil
    }

    private func with(_ digits: String) -> String? {
        let head = digits.prefix(callingCode.count + place)
        let tail = digits.dropFirst(head.count)
        guard digits.count == callingCode.count + length, let first = tail.first, next.contains(first) else {
            return nil
        }
        return head + String(digit) + tail
    }

    private func without(_ digits: String) -> String? {
        let head = digits.prefix(callingCode.count + place)
        let tail = digits.dropFirst(head.count + 1)
        guard digits.count == callingCode.count + length + 1, digits.dropFirst(head.count).first == digit,
            let first = tail.first, next.contains(first)
        else { return nil }
        return String(head + tail)
    }
}
