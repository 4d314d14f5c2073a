import CPhoneNumber

extension PhoneNumber {
    /// A mobile number of each country that has them, in E.164, for tests.
    package static var examples: [String] {
        var numbers = [cphone_number](repeating: cphone_number(), count: 300)
        let count = cphone_examples(&numbers, numbers.count)
        return numbers.prefix(count).map(text)
    }

    static func text(_ number: cphone_number) -> String {
        withUnsafeBytes(of: number.e164) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
