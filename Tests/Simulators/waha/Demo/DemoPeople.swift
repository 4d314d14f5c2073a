/// The people of the demo: guests of a gym in Kota Damansara and Kepong. `compose/demo` knows the same numbers as
/// members and leads.
enum DemoPeople {
    struct Guest: Sendable {
        var phone: String
        var name: String
        /// What they say of themselves, in turn.
        var lines: [String]
    }

    static let guests: [Guest] = [
        Guest(
            phone: "60123456701",
            name: "Nurul Aisyah",
            lines: [
                "Hi! Is the 7pm spin class in Kota Damansara still on tonight?", "Great, see you there",
                "Can I bring a friend for a trial?",
            ]
        ),
        Guest(
            phone: "60123456702",
            name: "Jason Lim",
            lines: [
                "Morning, I need to move my session with Coach Hakim to Thursday", "Thursday 8am works",
                "How many sessions do I have left?",
            ]
        ),
        Guest(
            phone: "60123456703",
            name: "Priya Nair",
            lines: [
                "Hello, my package expires this week. Can I renew over WhatsApp?", "The 20 sessions one please",
                "Transferred, please check",
            ]
        ),
        Guest(
            phone: "60123456704",
            name: "Ahmad Faiz",
            lines: [
                "Boss, is the Kepong branch open on Hari Raya?", "Ok noted, thank you", "Parking full today ka?",
            ]
        ),
        Guest(
            phone: "60123456705",
            name: "Tan Wei Ling",
            lines: [
                "Hi, I left my water bottle in the yoga room yesterday", "Blue one with a sticker", "Yes that's mine!",
            ]
        ),
        Guest(
            phone: "60123456706",
            name: "Siti Khadijah",
            lines: [
                "Assalamualaikum, do you have a ladies-only class?", "What time on Saturdays?", "Terima kasih",
            ]
        ),
        Guest(
            phone: "60123456707",
            name: "Marcus Wong",
            lines: [
                "My knee is still sore. Should I skip leg day?", "Ok I will ask Coach Mei", "Feeling much better today",
            ]
        ),
        Guest(
            phone: "60123456708",
            name: "Kavitha Raj",
            lines: [
                "Can I freeze my membership for a month? Travelling to Chennai", "From the 1st", "Thanks so much!",
            ]
        ),
        Guest(
            phone: "60123456709",
            name: "Daniel Ong",
            lines: [
                "Saw your ad. How much is the monthly plan in Kepong?", "Any joining fee?", "Can I come by on Sunday?",
            ]
        ),
        Guest(
            phone: "60123456710",
            name: "Farah Zainal",
            lines: [
                "Hi, I would like to book a trial class", "Beginner, never lifted before", "Saturday morning is good",
            ]
        ),
        Guest(
            phone: "60123456711",
            name: "Chong Kah Hoe",
            lines: [
                "Do you offer corporate packages? We are 15 people", "Near Sunway Giza", "Please send the price list",
            ]
        ),
        Guest(
            phone: "60123456712",
            name: "Melissa Tan",
            lines: [
                "Hello, who is this?", "Ah the gym, ok", "What are your opening hours?",
            ]
        ),
    ]

    static let group = Group(
        id: "120363025246125501",
        subject: "Kepong Morning Crew",
        description: "6am, rain or shine",
        participants: ["60123456704", "60123456706", "60123456707"].map { Group.Participant(phone: $0) }
    )

    /// What guests answer when they are written to.
    static let replies = [
        "Thank you! 🙏", "Ok noted, thanks", "Great, see you then", "Perfect, thank you for the quick reply",
        "Alright, I'll be there", "Thanks! Have a nice day", "Terima kasih 😊",
    ]
}
