// node clients.mjs CLIENT BASE_URL < {"query": …, "documents": […]}
// writes {"scores": […]}, in the order of the documents, or {"error": …}
import { createCohere } from "@ai-sdk/cohere";
import { rerank } from "ai";
import { CohereClient, CohereClientV2 } from "cohere-ai";
import { text } from "node:stream/consumers";
import Together from "together-ai";

const MODEL = "podium-tiny";
const [client, url] = process.argv.slice(2);

const clients = {
  "cohere-ai-v1": async (request) =>
    (await new CohereClient({ token: "any", environment: url }).rerank({ model: MODEL, ...request }))
      .results,
  "cohere-ai-v2": async (request) =>
    (await new CohereClientV2({ token: "any", environment: url }).rerank({ model: MODEL, ...request }))
      .results,
  "ai-sdk": async (request) => {
    const model = createCohere({ apiKey: "any", baseURL: url + "/v2" }).reranking(MODEL);
    const { ranking } = await rerank({ model, ...request });
    return ranking.map((item) => ({ index: item.originalIndex, relevanceScore: item.score }));
  },
  "together-ai": async (request) => {
    const together = new Together({ apiKey: "any", baseURL: url + "/v1" });
    const { results } = await together.rerank.create({ model: MODEL, ...request });
    return results.map((item) => ({ index: item.index, relevanceScore: item.relevance_score }));
  },
};

try {
  const results = await clients[client](JSON.parse(await text(process.stdin)));
  const scores = [];
  for (const result of results) {
    scores[result.index] = result.relevanceScore;
  }
  console.log(JSON.stringify({ scores }));
} catch (error) {
  console.log(JSON.stringify({ error: String(error.message) }));
}
