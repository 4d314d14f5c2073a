/// An access that the API's description can tell; others are told as open.
package protocol RouteAccess {
    /// What a caller must have, in words: `signed in`, `may edit messages`. Nil when anybody may call.
    var requirement: String? { get }
}
