import CSQLite
import Store

/// What SQL may call here beside SQLite's own functions.
extension SQLiteDatabase {
    /// `words_apart(text)`: the text with blanks around each ideograph, for an index of words.
    /// - Throws: ``StoreError/engine(code:function:text:)``.
    func defineFunctions() throws(StoreError) {
        let form = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
        let code = sqlite3_create_function_v2(handle, "words_apart", 1, form, nil, wordsApart, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure("sqlite3_create_function_v2", code) }
    }
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
