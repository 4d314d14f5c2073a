/// What stands where a text is expected.
package enum JSONTextField {
    case absent
    case null
    case text(String)
    case other
}
