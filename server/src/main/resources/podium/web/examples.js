// Something to try. The texts are ours.

const bees = [
  "A hive is a busy place, and most of what happens in it happens in the dark.",
  "Young bees clean cells, feed larvae and build comb; older ones guard the entrance, and only the oldest fly out.",
  "A forager may visit several hundred flowers in a single trip and come back with half her own weight in nectar.",
  "What is brought in is passed from mouth to mouth, dried on the comb by the beating of wings, and sealed with wax.",
  "In a good week in June a strong colony can gain several kilograms; in a wet one it lives on what it has.",
  "Keepers judge a hive by its weight, by the pattern of its brood and by the sound it makes when the lid is lifted.",
];
const lighthouse = [
  "The lighthouse stands on the last rock before the open sea and was finished after nine summers of work.",
  "Stone was cut inland, numbered, and shipped out on calm days, of which there were not many.",
  "Its keepers came in turns of six weeks, with coal, flour, and letters from the mainland.",
  "The first lamp burned oil; the second, paraffin; today a lamp no larger than a thumb does the same work.",
  "In fog a horn was sounded every ninety seconds, which those who grew up in the village still hear in their sleep.",
  "Since the light was automated, nobody lives there, but painters and birdwatchers come out in the summer.",
];
const bread = [
  "Good bread needs flour, water, salt and time, and of these time is the one that is most often missing.",
  "A dough that rests overnight in the cold is easier to shape and tastes of more than flour.",
  "Salt slows the yeast down, tightens the dough, and is missed at once when it is forgotten.",
  "A hot stone and a little steam give the crust its shine; a loaf that sounds hollow when tapped is done.",
  "Let it cool before you cut it, however hard that is: the crumb sets while the steam leaves.",
  "Stale bread is no failure: it becomes crumbs, soup, pudding, and breakfast for the hens.",
];

/** An article with one sentence in the midst of others. */
const article = (sentences, hidden) =>
  [...sentences, ...sentences.slice(0, 5), hidden, ...sentences.slice(3)].join(" ");

export const EXAMPLES = [
  {
    name: "Capitals",
    query: "What is the capital of France?",
    text: [
      "Berlin is the capital of Germany.",
      "The Eiffel Tower is a famous landmark in Paris.",
      "Paris is the capital and largest city of France.",
      "France is a country in Western Europe.",
    ].join("\n"),
  },
  {
    name: "Help desk",
    query: "How do I return a parcel?",
    text: [
      "Invoices are sent by e-mail on the first day of each month.",
      "If you forgot your password, choose Reset below the sign-in form.",
      "You can add up to five people to a family plan.",
      "The warranty covers two years from the day of delivery.",
      "Our support team answers from Monday to Friday, nine to five.",
      "Parcels can be returned within thirty days, free of charge.",
      "To change the language of the page, open Settings and choose Language.",
    ].join("\n"),
  },
  {
    name: "Long documents",
    query: "How tall is the lighthouse?",
    windows: 8,
    text: [
      article(bees, "The nearest lighthouse is of no use to bees."),
      article(
        lighthouse,
        "From the rock to the lamp the tower measures 41 metres, which made it the tallest lighthouse of the coast.",
      ),
      article(bread, "Bread was baked in the lighthouse, too."),
    ].join("\n\n"),
  },
  {
    name: "Records",
    query: "Which river is the deepest in the world?",
    format: "jsonl",
    text: [
      { name: "Nile", kilometres: 6650, text: "The Nile flows north through eleven countries into the Mediterranean." },
      { name: "Danube", kilometres: 2850, text: "The Danube passes through ten countries on its way to the Black Sea." },
      { name: "Amazon", kilometres: 6400, text: "The Amazon carries more water than any other river." },
      { name: "Rhine", kilometres: 1230, text: "The Rhine rises in the Alps and reaches the sea in the Netherlands." },
      { name: "Congo", kilometres: 4700, text: "The Congo is the deepest river of the world, over 220 metres in places." },
    ]
      .map((record) => JSON.stringify(record))
      .join("\n"),
  },
];
