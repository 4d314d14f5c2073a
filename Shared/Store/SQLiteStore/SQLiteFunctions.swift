import CSQLite
import Store

/// What SQL may call here beside SQLite's own functions.
extension SQLiteDatabase {
    /// `words_apart(text)`: the text with blanks around each ideograph, for an index of words. `digit_parts(text)`: the
    /// ``DigitParts`` of it, for an index of numbers.
    /// - Throws: ``StoreError/engine(code:function:text:)``.
    func defineFunctions() throws(StoreError) {
        let form = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
        let functions: [(name: String, SQLFunction)] = [("words_apart", wordsApart), ("digit_parts", digitParts)]
        for (name, function) in functions {
            let code = sqlite3_create_function_v2(handle, name, 1, form, nil, function, nil, nil, nil)
            guard code == SQLITE_OK else { throw failure("sqlite3_create_function_v2", code) }
        }
    }
}

private typealias SQLFunction =
    @convention(c) (
        _ context: OpaquePointer?,
        _ count: Int32,
        _ arguments: UnsafeMutablePointer<OpaquePointer?>?
    ) -> Void

private func digitParts(
    _ context: OpaquePointer?,
    _ count: Int32,
    _ arguments: UnsafeMutablePointer<OpaquePointer?>?
) {
    guard let value = arguments?[0], let text = sqlite3_value_text(value) else { return sqlite3_result_null(context) }
    let parts = DigitParts.list(UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value))))
    parts.withUnsafeBufferPointer { csqlite_result_text(context, $0.baseAddress, $0.count) }
}

private func wordsApart(
    _ context: OpaquePointer?,
    _ count: Int32,
    _ arguments: UnsafeMutablePointer<OpaquePointer?>?
) {
    guard let value = arguments?[0], let text = sqlite3_value_text(value) else { return sqlite3_result_null(context) }
    let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value)))
    guard Ideographs.mayBe(in: bytes) else { return sqlite3_result_value(context, value) }
    var apart = Ideographs.apart(String(decoding: bytes, as: UTF8.self))
    apart.withUTF8 { csqlite_result_text(context, $0.baseAddress, $0.count) }
}
