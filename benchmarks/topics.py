"""Topics of the Comparative Agendas Project, and stance, each as a definition and sentences of our own that speak of it."""

from __future__ import annotations

from collections.abc import Mapping

OTHER = "Other"
"""Sentences of no topic."""

EXTERNAL = ("International Affairs", "Defense", "Foreign Trade")
"""The topics of what is outside the country."""

TOPICS: Mapping[str, tuple[str, ...]] = {
    "Macroeconomics": (
        "Inflation, unemployment rate, interest rates, budget, deficit, public debt, taxes and economic growth.",
        "We will cut taxes and balance the budget.",
        "Inflation is falling and our economy is growing again.",
        "Government spending must be brought under control to reduce the deficit.",
    ),
    "International Affairs": (
        "Foreign policy, diplomacy, treaties, foreign aid, the United Nations, other countries, peace and freedom in the world.",
        "We will work with our allies for peace and freedom around the world.",
        "Relations with the Soviet Union and the nations of Europe have improved.",
        "Free nations need our assistance against aggression and tyranny.",
    ),
    "Defense": (
        "Armed forces, military strength, weapons, war, troops, veterans, intelligence and security against terrorists.",
        "Our armed forces must be the strongest in the world.",
        "Our troops are fighting bravely against the enemy.",
        "We must modernise our missiles, ships and nuclear weapons.",
    ),
    "Labor": (
        "Jobs, employment, wages, workers, job training, unions, pensions of employees and working conditions.",
        "We must raise the minimum wage and train workers for new jobs.",
        "Employers and labor unions should settle their disputes.",
        "Millions of Americans found work.",
    ),
    "Government Operations": (
        "How government works: Congress, agencies, civil service, budget process, elections, campaign finance, reform of bureaucracy.",
        "The executive branch should be reorganised to be efficient.",
        "I ask Congress to confirm nominees and to reform campaign finance.",
        "Power must be returned from Washington to states and local governments.",
    ),
    "Health": (
        "Health care, insurance, Medicare, hospitals, doctors, disease, drugs and medical research.",
        "Every family should have health insurance that it can afford.",
        "Medicare will pay for prescription drugs of the elderly.",
        "We will fight cancer with research.",
    ),
    "Law and Crime": (
        "Crime, police, courts, prisons, drugs trafficking, guns and violence.",
        "Criminals must be punished and our streets made safe.",
        "More police officers and tougher sentences will fight crime.",
        "We will stop the drug dealers and keep guns from criminals.",
    ),
    "Education": (
        "Schools, teachers, students, colleges, standards and loans for study.",
        "Every child deserves a good school and a good teacher.",
        "College should be open to every student.",
        "We will raise standards and test our students.",
    ),
    "Civil Rights": (
        "Discrimination, equal rights, voting rights, minorities, women, freedom of speech, religion and privacy.",
        "No citizen shall be denied the right to vote because of race.",
        "Discrimination against women and minorities must end.",
        "Freedom of religion and speech are our rights.",
    ),
    "Agriculture": (
        "Farmers, farm prices, crops, food production and rural life.",
        "Farm income has fallen, and our farmers need support for prices.",
        "Surplus crops are stored.",
        "Farm families feed the nation.",
    ),
    "Social Welfare": (
        "Welfare, poverty, Social Security, the elderly, the disabled, food stamps and children in need.",
        "We will protect Social Security for the retired.",
        "Welfare should help the poor and lead to work.",
        "The war on poverty helps families in need.",
    ),
    "Domestic Commerce": (
        "Business, banks, consumers, small companies, regulation of markets, insurance, disaster relief and corporate conduct.",
        "Small business needs credit from banks.",
        "Consumers must be protected from fraud, and corporations held to account.",
        "Wall Street needs rules.",
    ),
    "Housing": (
        "Housing, mortgages, homes, cities, slums and urban renewal.",
        "Every family should have a decent home.",
        "Mortgages and home ownership must be within reach.",
        "Our cities must be rebuilt and slums cleared.",
    ),
    "Environment": (
        "Pollution, clean air and water, climate change and conservation of nature.",
        "We must clean our air and water.",
        "Climate change is a danger that we must face.",
        "Pollution and waste harm our environment.",
    ),
    "Foreign Trade": (
        "Trade with other countries, exports, imports, tariffs and trade agreements.",
        "We will open markets abroad for our exports.",
        "Trade agreements must be fair, and tariffs reduced.",
        "Imports threaten our industries.",
    ),
    "Public Lands": (
        "National parks, public lands, forests, water resources, rivers, dams, mines and territories.",
        "Our national parks and forests must be preserved.",
        "Dams and irrigation develop our rivers and water resources.",
        "Alaska and Hawaii should become states.",
    ),
    "Immigration": (
        "Immigrants, refugees, borders, citizenship and visas.",
        "Illegal immigration must be stopped at the border.",
        "We need immigration reform and a path to citizenship.",
        "Refugees and immigrants built this nation.",
    ),
    "Energy": (
        "Oil, gas, coal, nuclear power, electricity, energy supply and conservation of energy.",
        "We must end our dependence on foreign oil.",
        "Solar, wind and nuclear power give us clean energy.",
        "The price of gasoline and natural gas rises.",
    ),
    "Transportation": (
        "Highways, roads, railways, airlines, ports, ships and mass transit.",
        "We will build highways, bridges and rail.",
        "Airlines and railroads carry our people.",
        "The merchant marine and our ports need support.",
    ),
    "Technology": (
        "Science, space, computers, internet, telecommunications and research.",
        "We will send astronauts into space.",
        "The internet and computers change our lives.",
        "Science and research lead to discovery.",
    ),
    "Culture": ("Arts, humanities, museums and culture.", "The arts and humanities enrich our culture."),
    OTHER: (
        "Greetings, thanks, ceremony, and words of hope about the nation in general.",
        "Mr. Speaker, members of Congress, my fellow citizens.",
        "Thank you, and God bless America.",
        "The state of our Union is strong.",
        "Let us go forward together with faith in our future.",
    ),
}
"""Topics by their labels."""

STANCE: Mapping[str, tuple[str, ...]] = {
    "negative_evaluation": (
        "A speaker condemns, accuses, blames or criticises a country, its government or its conduct.",
        "We condemn this aggression, which violates international law.",
        "Their accusations are lies, and they bear the responsibility for the deaths.",
        "Its actions are illegal, dangerous and unacceptable.",
        "The authorities failed to keep their promises and continue to attack civilians.",
    ),
    "neutral_statement": (
        "A speaker informs, thanks, welcomes, supports or calls for something without criticism.",
        "I thank the Secretary-General for his briefing.",
        "We welcome the agreement and support the mission of monitors.",
        "The meeting was held in the capital on Thursday.",
        "We call for dialogue and a peaceful settlement.",
    ),
}
"""What a sentence does with a country."""
