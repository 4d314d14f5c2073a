/// How a person wants to be told. What is muted is not even made; clients keep to the sound and the quiet hours.
package struct NotificationPreferences: Codable, Hashable, Sendable {
    /// What the person does not want to be told.
    package var muted: [StaffNotification.Kind]
    /// A name that clients know, of 1 to 64 letters, digits, `_` and `-`; `none` for silence.
    package var sound: String
    /// A language tag of BCP 47: `en`, `ms-MY`. Sentences are made in English, Malay and Chinese; in English for others.
    package var language: String
    /// Notifications make no sound then; nil when they always may.
    package var quietHours: QuietHours?

    package init(
        muted: [StaffNotification.Kind] = [],
        sound: String = "default",
        language: String = "en",
        quietHours: QuietHours? = nil
    ) {
        self.muted = muted
        self.sound = sound
        self.language = language
        self.quietHours = quietHours
    }
}

/// A part of each day, by the clock where the person is. From 22:00 to 07:00 goes over midnight.
package struct QuietHours: Codable, Hashable, Sendable {
    /// `22:00`.
    package var from: String
    package var to: String

    package init(from: String, to: String) {
        self.from = from
        self.to = to
    }
}
